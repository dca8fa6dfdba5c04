// Saves a step as each field is left, says so, and says it louder when it could not. Without this the forms work as forms.
const form = document.querySelector("form[data-autosave]");
const status = document.querySelector("#save-status");
const problem = document.querySelector("#save-problem");
const panel = document.querySelector("#crisis-panel");
const draft = `draft:${location.pathname}`;
let waiting = null;
let running = false;
let again = false;
let going = null;
let pause = 2000;
let released = Promise.resolve();

function plain(text) {
  return text.replace(/[’‘'`´ʼ＇]/g, "").normalize("NFKD").replace(/[^\x00-\x7f]/g, "").toLowerCase()
    .replace(/([a-z])\1{2,}/g, "$1").replace(/[^a-z0-9]+/g, " ").trim();
}

function showHelpIfNeeded() {
  if (!panel || !panel.hidden || !form) return;
  const harmless = new RegExp(panel.dataset.harmless, "g");
  const phrases = new RegExp(panel.dataset.phrases);
  const words = [...form.querySelectorAll("textarea, input[type=text]")];
  if (words.some((field) => phrases.test(` ${plain(field.value)} `.replace(harmless, " ; ")))) panel.hidden = false;
}

function tell(text, { wrong = false, link = null } = {}) {
  status.textContent = wrong ? "" : text;
  problem.hidden = !wrong;
  if (!wrong) return;
  problem.textContent = text;
  if (link) {
    const anchor = Object.assign(document.createElement("a"), { href: link, textContent: problem.dataset.door });
    problem.append(" ", anchor);
  }
}

// Words that appear between press and release move the button from under the finger, and the press would be lost. A click
// comes after the release, at once or a moment later; a release outside the window may never be told.
function press() {
  released = new Promise((done) => {
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(done, 100), { once: true });
    setTimeout(done, 3000);
  });
}

function keep() {
  const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  sessionStorage.setItem(draft, JSON.stringify(fields));
}

function restore() {
  const kept = sessionStorage.getItem(draft);
  if (!kept) return;
  const fields = JSON.parse(kept);
  for (const element of form.elements) {
    const values = fields.filter(([name]) => name === element.name).map(([, value]) => value);
    if (["checkbox", "radio"].includes(element.type)) element.checked = values.includes(element.value);
    else if (element.tagName === "TEXTAREA" && values.length) element.value = values[0];
  }
  later(0);
}

function later(delay) {
  clearTimeout(waiting);
  waiting = setTimeout(save, delay);
}

async function save() {
  clearTimeout(waiting);
  waiting = null;
  if (running) { again = true; return; }
  running = true;
  keep();
  status.textContent = status.dataset.saving;
  try {
    const answer = await fetch(location.pathname, { method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" } });
    const said = await answer.json();
    await released;
    if (said.crisis && panel) panel.hidden = false;
    if (said.saved) {
      sessionStorage.removeItem(draft);
      pause = 2000;
      tell(`${status.dataset.saved} ${said.at}`);
    } else {
      const why = said.why || Object.values(said.errors).join(" ");
      tell(why, { wrong: true, link: said.door });
    }
  } catch {
    await released;
    tell(navigator.onLine ? problem.dataset.again : problem.dataset.offline, { wrong: true });
    pause = Math.min(pause * 2, 30000);
    later(pause);
  }
  running = false;
  if (going) {
    const button = going;
    going = null;
    form.requestSubmit(button);
  } else if (again) { again = false; save(); }
}

if (form) {
  restore();
  form.addEventListener("pointerdown", press);
  form.addEventListener("change", () => { showHelpIfNeeded(); save(); });
  form.addEventListener("input", () => { showHelpIfNeeded(); keep(); later(1500); });
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    if (navigator.onLine && running) {
      // An earlier save that arrives after this one would undo the last tap: let it finish first.
      event.preventDefault();
      going = event.submitter;
      return;
    }
    if (navigator.onLine) { sessionStorage.removeItem(draft); return; }
    event.preventDefault();
    keep();
    tell(problem.dataset.offline, { wrong: true });
  });
  addEventListener("online", save);
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
