// Copying with one tap; without it, the text is there to select.
for (const button of document.querySelectorAll("[data-copy]")) {
  const box = document.getElementById(button.dataset.copy);
  const said = document.querySelector("[data-copied]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    box.select();
    await navigator.clipboard.writeText(box.value);
    said.textContent = said.dataset.copied;
  });
}
