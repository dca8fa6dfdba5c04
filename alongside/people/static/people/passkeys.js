// Joins the passkey buttons of a page to allauth's own script, from what the page says in its attributes.
document.addEventListener("DOMContentLoaded", () => {
  if (!window.PublicKeyCredential || !window.allauth) return;
  const say = (id) => ["passkey-waiting", "passkey-problem"].forEach((each) => { document.getElementById(each).hidden = each !== id; });
  document.querySelectorAll("[data-passkey-needed]").forEach((part) => { part.hidden = false; });
  document.querySelectorAll("[data-passkey-without]").forEach((part) => { part.hidden = true; });
  document.querySelectorAll("[data-passkey]").forEach((button) => {
    const ids = { credential: "passkey-credential", data: "passkey-data", passwordless: "passkey-alone" };
    ids[button.dataset.passkeyRole] = button.id;
    button.addEventListener("click", () => say("passkey-waiting"));
    window.allauth.webauthn.forms[button.dataset.passkey]({ ids });
  });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    say("passkey-problem");
  });
});
