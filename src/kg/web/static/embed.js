// Tells the page around this one how high it is, now and whenever that changes. A height is no secret, and any site that
// kg.toml allows may be around it, so the message is for whoever is there.
const root = document.documentElement;
if (parent !== window) {
  new ResizeObserver(() => {
    parent.postMessage({ source: "city-ties", height: Math.ceil(root.getBoundingClientRect().height) }, "*");
  }).observe(root);
}
