// Keys for a clinician in a hurry: 1-9 choose a thing, T C H L answer it, G new goal, D find help nearby, N the note.
// Everything they do is a button or link on the page; without this file nothing is lost.

let chosen = null;

const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

function choose(item) {
  document.querySelectorAll(".agenda-item--chosen").forEach((other) => other.classList.remove("agenda-item--chosen"));
  item.closest("details")?.setAttribute("open", "");
  item.classList.add("agenda-item--chosen");
  item.focus();
  chosen = item.id;
}

function answer(letter) {
  const item = chosen && document.getElementById(chosen);
  const control = item?.querySelector(`[data-letter="${letter}"]`);
  if (!control) return false;
  if (control.tagName === "DETAILS") {
    control.open = true;
    control.querySelector(".visit-hand__choices button").focus();
  } else {
    control.click();
  }
  return true;
}

function press(control) {
  if (control.tagName === "SUMMARY") {
    control.parentElement.open = true;
    document.getElementById("note").select();
  } else if (typing(control)) {
    control.focus();
  } else {
    control.click();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const key = event.key.toLowerCase();
  const item = document.querySelector(`.agenda-item[data-number="${CSS.escape(key)}"]`);
  const control = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (item) choose(item);
  else if (control) press(control);
  else if (!"tchl".includes(key) || !answer(key)) return;
  event.preventDefault();
});

// After an answer the agenda is put in place anew: stay on the same thing.
document.addEventListener("htmx:afterSwap", () => {
  const item = chosen && document.getElementById(chosen);
  if (item) choose(item);
});

document.addEventListener("click", (event) => {
  chosen = event.target.closest?.(".agenda-item")?.id ?? chosen;
});
