// Shows the year that a slider stands on, and copies the address of the page.
for (const slider of document.querySelectorAll("input[data-shown]")) {
  const output = document.getElementById(slider.dataset.shown);
  slider.addEventListener("input", () => {
    output.value = slider.value;
  });
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.nextElementSibling.textContent = button.dataset.done;
  });
}
