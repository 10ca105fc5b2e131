// The map's lines on outlines that can be zoomed. Leaflet is fetched from this host, and only when it is asked for.
const HOME = new URL("..", import.meta.url); // the site, wherever it lies
const place = document.querySelector(".zoomable");
const drawn = document.querySelector(".drawn");
const words = place.dataset;
const beside = document.querySelector(".zoomable-words");
const key = beside.querySelector(".key");

function sheet(address) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  return new Promise((done, failed) => {
    link.onload = done;
    link.onerror = failed;
    document.head.append(link);
  });
}

function script(address) {
  const element = document.createElement("script");
  element.src = address;
  return new Promise((done, failed) => {
    element.onload = done;
    element.onerror = failed;
    document.head.append(element);
  });
}

const read = (address) => fetch(address).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)));

function look(properties) {
  return `${properties.standing}${properties.kept ? " kept" : ""}`;
}

function told(properties) {
  const name = document.createElement(properties.path ? "a" : "strong");
  name.textContent = properties.name;
  if (properties.path) name.href = new URL(properties.path.slice(1) + (words.lang ? `?lang=${words.lang}` : ""), HOME);
  const rest = [properties.country, properties.says].filter(Boolean).join(": ");
  const box = document.createElement("div");
  box.append(name, document.createElement("br"), rest);
  return box;
}

// The marks of the drawing: a disc, a ring, a ring with a stroke, a cross; a second ring around what is kept.
function shapes({ standing, kept }) {
  const ring = (radius, solid) => ["circle", { cx: 11, cy: 11, r: radius, class: `mark ${solid ? "fill " : ""}${standing}` }];
  const stroke = (d) => ["path", { d, class: `mark ${standing}` }];
  if (standing === "city") return [["circle", { cx: 11, cy: 11, r: 7, class: "city" }]];
  const found = kept ? [ring(8.5)] : [];
  if (standing === "ended") return [...found, stroke("M6.5 6.5l9 9m0-9l-9 9")];
  found.push(ring(4.5, standing === "certain"));
  return standing === "dropped" ? [...found, stroke("M8 14l6-6")] : found;
}

function made(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function symbol(properties) {
  return made("svg", { viewBox: "0 0 22 22" }, ...shapes(properties).map(([tag, attributes]) => made(tag, attributes)));
}

// What the lines and marks on this map mean: each standing once, and the second ring.
function keyTo(points) {
  const told = new Map(points.filter((each) => each.says).map((each) => [each.says, { standing: each.standing }]));
  const kept = points.find((each) => each.kept);
  if (kept) told.set(words.kept, kept);
  return [...told].map(([says, properties]) => {
    const line = made("path", { class: `line ${look(properties)}`, d: "M0 11h34" });
    const mark = made("g", { transform: "translate(23 0)" }, ...symbol(properties).childNodes);
    const item = document.createElement("li");
    item.append(made("svg", { viewBox: "0 0 46 22", "aria-hidden": "true" }, line, mark), says);
    return item;
  });
}

function mark(feature, where) {
  const { name, says, standing, kept } = feature.properties;
  const icon = L.divIcon({ html: symbol(feature.properties), className: "end", iconSize: [22, 22] });
  const label = kept || standing === "city" ? "named" : "named near";
  return L.marker(where, { icon })
    .on("add", (event) => event.target.getElement().setAttribute("aria-label", says ? `${name}: ${says}` : name))
    .bindTooltip(name, { permanent: true, direction: "right", className: label, offset: [8, 0] })
    .bindPopup(() => told(feature.properties));
}

async function begin() {
  const [land, found] = await Promise.all([
    read(words.land),
    read(words.features),
    sheet(words.sheet),
    sheet(words.marks),
    script(words.leaflet),
  ]);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(place, {
    zoomControl: false, zoomSnap: 0.25, minZoom: 0.5, maxZoom: 7, zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still,
  });
  map.attributionControl.setPrefix(false).addAttribution(land.properties.source);
  L.control.zoom({ zoomInTitle: words.in, zoomOutTitle: words.out }).addTo(map);
  L.geoJSON(land, { interactive: false, style: { className: "land", stroke: false, fillOpacity: 1 } }).addTo(map);
  const lines = found.features.filter((each) => each.geometry.type !== "Point");
  const points = found.features.filter((each) => each.geometry.type === "Point");
  L.geoJSON(lines, {
    style: (feature) => ({ className: `line ${look(feature.properties)}`, fill: false, smoothFactor: 0.5 }),
    onEachFeature: (feature, layer) => layer.bindPopup(() => told(feature.properties)),
  }).addTo(map);
  key.replaceChildren(...keyTo(points.map((each) => each.properties)));
  const ends = L.geoJSON(points.reverse(), { pointToLayer: mark }).addTo(map);
  // Leaflet hears keys on the map itself only: who opens a popup from a city goes into it, and back with Escape.
  let opener;
  map.on("popupopen", ({ popup }) => {
    opener = document.activeElement;
    popup.getElement().querySelector(".leaflet-popup-close-button").setAttribute("aria-label", words.dismiss);
    popup.getElement().querySelector(".leaflet-popup-content a")?.focus({ preventScroll: true });
  });
  map.on("popupclose", () => opener?.focus({ preventScroll: true }));
  place.addEventListener("keydown", (event) => {
    if (event.key === "Escape") map.closePopup();
  });
  map.on("zoomend", () => place.classList.toggle("far", map.getZoom() < 4));
  map.fitBounds(ends.getBounds(), { paddingTopLeft: [20, 30], paddingBottomRight: [90, 30] }); // names stand to the right
  return map;
}

const button = document.createElement("button");
button.type = "button";
button.className = "zoom";
button.textContent = words.open;
button.setAttribute("aria-expanded", "false");
place.setAttribute("role", "region");
place.setAttribute("aria-label", `${words.open}: ${words.label}`);
place.setAttribute("aria-describedby", "zoomable-keys");
document.querySelector(".under").append(button);

const trouble = document.createElement("p");
trouble.setAttribute("role", "alert");
document.querySelector(".under").append(trouble);

function turn(open) {
  place.hidden = beside.hidden = !open;
  drawn.hidden = open;
  button.textContent = open ? words.close : words.open;
  button.setAttribute("aria-expanded", String(open));
}

let map;
button.addEventListener("click", async () => {
  trouble.textContent = "";
  turn(place.hidden);
  if (place.hidden) return;
  try {
    map ??= begin();
    (await map).invalidateSize();
  } catch {
    map = null; // pressed again, it is tried again
    turn(false);
    trouble.textContent = words.failed;
  }
});
