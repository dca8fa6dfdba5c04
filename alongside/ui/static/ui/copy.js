// Copying with one tap; without this file the text is there to select.
document.addEventListener("click", async (event) => {
  const name = event.target.dataset?.copy;
  if (!name) return;
  const text = document.getElementById(name);
  text.select();
  await navigator.clipboard.writeText(text.value);
  const said = document.querySelector("[data-copied]");
  said.textContent = said.dataset.copied;
});
