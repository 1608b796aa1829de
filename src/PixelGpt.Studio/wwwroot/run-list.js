// The list of runs, and the small pieces that the watch and gallery tabs share.

import { figure } from "./chart.js";
import { ofTab } from "./storage.js";

/** A DOM element: attributes by name, `on…` listeners, text or nodes as children. */
export function element(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

const STATES = {
  queued: ["queued", "waits for the run before it"],
  training: ["training", "is training here"],
  stopped: ["stopped", "was stopped and can go on"],
  done: ["done", "is finished"],
  failed: ["failed", "ended with an error"],
  elsewhere: ["elsewhere", "is trained by another process, such as the command line"],
};

/** What a state means, in words that follow "This run". */
export function stateMeaning(state) {
  return STATES[state]?.[1] ?? `is ${state}`;
}

export function stateBadge(state) {
  const known = Object.hasOwn(STATES, state);
  return element("span", { class: `badge badge-${known ? state : "other"}`, title: `This run ${stateMeaning(state)}` }, known ? STATES[state][0] : String(state));
}

/** Is something still to come from the run? */
export function isLive(state) {
  return state === "queued" || state === "training" || state === "elsewhere";
}

/** An error as one line for people. */
export function problemText(error) {
  if (error?.status === 429) return `The queue is full: ${error.detail ?? "try again in a moment"}`;
  return error?.detail || error?.message || String(error);
}

/** Shows a line as a status, or as an alert if it is an error; an empty text hides it. */
export function say(node, text, isError = false) {
  node.setAttribute("role", isError ? "alert" : "status");
  node.classList.toggle("is-error", isError);
  node.textContent = text;
  node.hidden = text === "";
}

/** The API key that the page keeps, or null where the server wants none. */
export function apiKey(api) {
  return (typeof api.key === "function" ? api.key() : api.key) || ofTab.get("pixelgpt-key");
}

/**
 * Opens a page of the API in a new tab. With an API key, which a link cannot send, the page is fetched and set into an empty tab:
 * a blob's address would do it too, but has this page's policy, which keeps a report's own <style> from being used; a sheet made by script may be.
 */
export async function openPage(api, path) {
  const tab = window.open("", "_blank");
  if (!tab) throw new Error("The browser does not let a new tab open.");
  try {
    // Looked at here first: what is wrong is told on the page, not in the tab.
    const html = await api.text(path);
    if (apiKey(api)) return fillTab(tab, html);
    tab.opener = null;
    tab.location = `/api/v1${path}`;
  } catch (error) {
    tab.close();
    throw error;
  }
}

// Nothing in the page can run: a parsed script never starts, and this page's policy, which the tab has too, lets no inline handler through.
function fillTab(tab, html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  page.querySelectorAll("script, base, meta[http-equiv]").forEach((node) => node.remove());
  const sheet = new tab.CSSStyleSheet();
  sheet.replaceSync([...page.querySelectorAll("style")].map((node) => { node.remove(); return node.textContent; }).join("\n"));
  const styled = [...page.querySelectorAll("[style]")].map((node) => [node, node.getAttribute("style")]);
  const target = tab.document;
  target.documentElement.lang = page.documentElement.lang;
  target.title = page.title;
  target.adoptedStyleSheets = [sheet];
  target.body.replaceWith(target.adoptNode(page.body));
  for (const [node, text] of styled) node.style.cssText = text;
}

function facts(run) {
  const epochs = run.epochs ? `epoch ${run.epoch ?? 0} of ${run.epochs}` : run.epoch ? `epoch ${run.epoch}` : null;
  const dev = Number.isFinite(run.dev_loss) ? `dev ${figure(run.dev_loss)}` : null;
  return [run.model_type, epochs, dev].filter(Boolean).join(" · ");
}

const ORDER = ["training", "elsewhere", "queued", "failed", "stopped", "done"];

/**
 * The list of runs in `#runs`. `update` keeps the buttons that are there, so that focus stays where it is.
 * @param {(id: string) => void} onSelect
 */
export function runList(onSelect) {
  const list = element("ul", { id: "runs", class: "runs", "aria-label": "Runs" });
  const items = new Map();

  function item(id) {
    const parts = { name: element("span", { class: "run-name" }, id), badge: element("span"), facts: element("span", { class: "run-facts" }) };
    const button = element("button", { type: "button", class: "run", "data-run": id, onclick: () => onSelect(id) },
      element("span", { class: "run-head" }, parts.name, parts.badge), parts.facts);
    return { ...parts, button, row: element("li", {}, button) };
  }

  function fill(entry, run) {
    const badge = stateBadge(run.state);
    entry.badge.replaceWith(badge);
    entry.badge = badge;
    entry.facts.textContent = facts(run);
    entry.button.setAttribute("data-state", run.state);
  }

  return {
    node: list,
    update(runs, selected) {
      const sorted = [...runs].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || a.id.localeCompare(b.id));
      for (const id of items.keys()) {
        if (runs.some((run) => run.id === id)) continue;
        items.get(id).row.remove();
        items.delete(id);
      }
      sorted.forEach((run, index) => {
        if (!items.has(run.id)) items.set(run.id, item(run.id));
        const entry = items.get(run.id);
        fill(entry, run);
        // A row that lies right is not moved: to move it would take the focus from its button.
        if (list.children[index] !== entry.row) list.insertBefore(entry.row, list.children[index] ?? null);
        if (run.id === selected) entry.button.setAttribute("aria-current", "true");
        else entry.button.removeAttribute("aria-current");
      });
    },
  };
}
