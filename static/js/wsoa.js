/* Everything here makes a page that works without it a little better. */
import { initAll } from "../vendor/govuk/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

/* What is being typed is kept in this tab until the server has it. It belongs to the update that
   its form stood on: once another one stands there, it was sent, or is told of. The server keeps
   a draft of it besides; `draft` is the one that this tab knows of, so that a newer one from
   another computer is not written over. */
/* It belongs to the person, too, whom the form names, and is kept for a day: another person who signs
   in here does not see it, and whoever was signed out by the clock does. */
const DAY = 24 * 60 * 60 * 1000;
const ownerOf = (form) => form.elements.namedItem("keep_for")?.value.split(":")[0] ?? "";
const keyOf = (form) => `wsoa:${ownerOf(form)}:${form.dataset.keep}`;
const allKept = () => Object.keys(sessionStorage).filter((key) => key.startsWith("wsoa:"));
for (const key of allKept()) {
  const at = JSON.parse(sessionStorage.getItem(key)).at ?? 0;
  if (Date.now() - at > DAY) sessionStorage.removeItem(key);
}
const standsOn = (form) => form.elements.namedItem("based_on")?.value ?? "";
const fields = (form) =>
  [...form.elements].filter((field) => field.name && !["hidden", "submit", "file"].includes(field.type));
const isTicked = (field) => (["radio", "checkbox"].includes(field.type) ? field.checked : null);

const draftOf = (form) => form.querySelector("[data-draft]")?.dataset.draft || "";
const snapshot = (form) => ({
  at: Date.now(),
  on: standsOn(form),
  draft: draftOf(form),
  said: fields(form).map((field) => [field.name, field.value, isTicked(field)]),
});

const tell = (form, words) => {
  let line = form.querySelector(".app-told");
  if (!line) {
    line = document.createElement("p");
    line.className = "govuk-error-message app-told";
    line.setAttribute("role", "alert");
    form.append(line);
  }
  line.textContent = words;
};

/* A mark beside last quarter's words goes once they are changed, and comes back with them. */
const mark = (field) => {
  const hint = field.id && document.getElementById(`${field.id}_helptext`);
  const from = hint && hint.querySelector("[data-from]");
  if (from) from.hidden = field.value !== field.defaultValue;
};

/* What is said of the chosen status, in a block of what is said of several; none for the others. */
const showChosen = (form, block) => {
  const chosen = form.querySelector("[name=status]:checked")?.value;
  let asked = null;
  for (const says of block.querySelectorAll("[data-if]")) {
    says.hidden = says.dataset.if !== chosen;
    if (!says.hidden) asked = says;
  }
  block.hidden = !asked;
  return asked;
};

/* A status that needs a reason, or what has changed, asks at once; the server has said which do. */
const askWhy = (form) => {
  const changes = form.querySelector("[data-asks-change]");
  if (changes) showChosen(form, changes);
  const block = form.querySelector("[data-asks-why]");
  if (!block) return;
  const asked = showChosen(form, block);
  block.querySelector("[data-if-any]").hidden = !asked;
  if (asked) block.querySelector("label").textContent = asked.dataset.question;
};
document.addEventListener("change", (event) => {
  if (event.target.name === "status" && event.target.form) askWhy(event.target.form);
});

const putBack = (form, kept) => {
  for (const [name, value, ticked] of kept.said) {
    const field = fields(form).find(
      (each) => each.name === name && (ticked === null || each.value === value),
    );
    if (field && ticked === null) {
      field.value = value;
      mark(field);
    } else if (field) field.checked = ticked;
  }
  askWhy(form);
  tell(form, "You have not sent this text yet. It was kept in this tab.");
};

const restore = (form) => {
  const kept = JSON.parse(sessionStorage.getItem(keyOf(form)) || "null");
  const now = snapshot(form);
  // A button has led to this draft: what was typed before it is in there, what was typed since is later.
  const isLater = form.dataset.unsent === "draft" && kept?.draft === now.draft;
  if ("unsent" in form.dataset && !isLater) {
    sessionStorage.setItem(keyOf(form), JSON.stringify(now));
    return;
  }
  if (!kept) return;
  if (kept.on !== now.on || JSON.stringify(kept.said) === JSON.stringify(now.said)) {
    sessionStorage.removeItem(keyOf(form));
    return;
  }
  if (!now.draft || now.draft === kept.draft) {
    putBack(form, kept);
    return;
  }
  tell(form, "This is the draft that you saved last. This tab also has text that you typed later. ");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "app-link";
  button.textContent = "Show that text instead";
  button.addEventListener("click", () => putBack(form, kept));
  form.querySelector(".app-told").append(button);
};

document.querySelectorAll("form[data-keep]").forEach(restore);

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-keep]");
  if (!form) return;
  sessionStorage.setItem(keyOf(form), JSON.stringify(snapshot(form)));
  mark(event.target);
});

/* The draft was saved: what the tab keeps is of that draft now. A dropped one is dropped here too. */
document.addEventListener("htmx:afterSwap", (event) => {
  const form = event.detail.target.matches(".app-draft") && event.detail.target.closest("form");
  if (!form) return;
  form.querySelector(".app-told")?.remove();
  const kept = JSON.parse(sessionStorage.getItem(keyOf(form)) || "null");
  if (kept) sessionStorage.setItem(keyOf(form), JSON.stringify({ ...kept, draft: draftOf(form) }));
});
document.addEventListener("click", (event) => {
  const form = event.target.matches("[name=drop]") && event.target.form;
  if (form) sessionStorage.removeItem(keyOf(form));
  const dropped = event.target.closest("[data-drops]")?.dataset.drops;
  for (const key of dropped ? allKept() : []) {
    if (key.endsWith(`:${dropped}`)) sessionStorage.removeItem(key);
  }
});

/* Signing out forgets what is kept in this tab. Where there is any, the page that says so comes first. */
document.addEventListener("submit", (event) => {
  const action = event.target.getAttribute("action");
  if (action !== "/accounts/logout/" || event.target.elements.namedItem("next")) return;
  if (location.pathname === action) {
    for (const key of allKept()) sessionStorage.removeItem(key);
  } else if (allKept().length) {
    event.preventDefault();
    location.assign(action);
  }
});

/* After a part of the page was replaced: what was kept comes back, and the keyboard goes on. */
document.addEventListener("htmx:afterSettle", (event) => {
  const anchor = event.detail.elt.id;
  const part = document.getElementById(anchor);
  if (!part || !part.matches(".app-todo-item")) return;
  part.querySelectorAll("form[data-keep]").forEach(restore);
  const items = [...document.querySelectorAll(".app-todo-item")];
  const next = items[items.indexOf(part) + 1];
  const target =
    part.querySelector(".govuk-error-summary") ||
    part.querySelector(".app-clash[data-focus]") ||
    part.querySelector("[data-focus]") ||
    (next && next.querySelector("button, .app-do a")) ||
    part.querySelector("a");
  target.focus();
});

/* A draft that could not be saved is no reason to stop typing: a quiet line says so. */
const failed = (why) => (event) => {
  const line = event.detail.elt.closest(".app-draft");
  const form = event.detail.elt.closest("form, .app-todo-item");
  if (line) line.textContent = `Draft not saved: ${why} What you typed is kept in this tab.`;
  else if (form) tell(form, `Not sent: ${why} What you typed is still here. Try again.`);
};
document.addEventListener("htmx:sendError", failed("the server could not be reached."));
document.addEventListener("htmx:responseError", failed("the server could not take it."));
window.addEventListener("online", () => {
  document.querySelectorAll("form[data-keep]").forEach((form) => {
    const unsaved = sessionStorage.getItem(keyOf(form)) && form.querySelector(".app-draft");
    if (unsaved) form.dispatchEvent(new Event("change", { bubbles: true }));
  });
});

/* Signed out while typing: a draft that saves itself takes nobody away from the page. Said once:
   a line that is written anew while somebody clicks its link would swallow the click. */
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const line = event.detail.elt.closest(".app-draft");
  const away = event.detail.xhr.getResponseHeader("HX-Redirect");
  if (!line || !away) return;
  event.preventDefault();
  if (line.querySelector("a")) return;
  const link = document.createElement("a");
  link.className = "govuk-link";
  const back = line.closest("form").getAttribute("action");
  link.href = `${away.split("?")[0]}?next=${encodeURIComponent(back)}`;
  link.textContent = "Sign in again";
  line.replaceChildren("You have been signed out. What you typed is kept in this tab. ", link);
});

/* "Select all" is a link to the same page with every box selected; here it needs no other page, and
   what is being typed in one of the rows stays. */
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-tick]");
  if (!link) return;
  event.preventDefault();
  const boxes = [...document.getElementById(link.dataset.tick).elements].filter(
    (field) => field.type === "checkbox",
  );
  const ticked = boxes.every((box) => box.checked);
  for (const box of boxes) box.checked = !ticked;
  link.textContent = `${ticked ? "Select" : "Clear"} all ${boxes.length}`;
  const line = link.parentElement.querySelector("[data-ticked]");
  line.textContent = ticked ? "None is selected." : `All ${boxes.length} are selected.`;
});

/* On paper nothing is folded away, also where the style sheet alone cannot unfold it. */
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll(".app-fold:not([open])")];
  for (const each of folded) each.open = true;
});
addEventListener("afterprint", () => {
  for (const each of folded) each.open = false;
});

/* The picture beside a line of an Easy Read summary is the chosen one, before the form is sent. */
document.addEventListener("change", (event) => {
  const choice = event.target.closest("[data-drawing]");
  const shown = choice && choice.closest("fieldset").querySelector("svg use");
  if (shown) shown.setAttribute("href", `#drawing-${choice.value || "none"}`);
});
