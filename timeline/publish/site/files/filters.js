// Which events are listed. The state stands in the address, so that a view can be linked:
// index.html#type=launch&from=2026-04-01
const timeline = (() => {
  const form = document.getElementById("filters");
  const chronology = document.getElementById("chronology");
  const sections = [...chronology.querySelectorAll("section.period")].map((element) => ({
    element, key: element.getAttribute("aria-labelledby"),
    lists: [...element.querySelectorAll("ol")].filter((list) => list.querySelector(":scope > .entry")),
  }));
  const grades = { "": ["minor", "notable", "major"], notable: ["notable", "major"], major: ["major"] };
  const links = new Map([...document.querySelectorAll(".months a")].map((a) => [a.dataset.for, a]));
  const listeners = [];
  const entries = sections.flatMap((section) =>
    [...section.element.querySelectorAll(".entry")].map((element) => ({
      element, section, ...element.dataset, text: null, listed: true,
      outlets: element.dataset.outlets.split(" "), disputed: "disputed" in element.dataset,
    })));

  const wanted = () => {
    const found = Object.fromEntries([...new FormData(form)].map(([k, v]) => [k, v.trim()]).filter(([, v]) => v));
    const words = (found.q || "").toLowerCase().split(/\s+/).filter(Boolean);
    return { found, words };
  };
  const textOf = (entry) => (entry.text ??= entry.element.textContent.toLowerCase());
  const matches = (entry, found, words) =>
    (!found.type || entry.type === found.type)
    && (!found.status || entry.status === found.status)
    && grades[found.grade || ""].includes(entry.grade)
    && (!found.outlet || entry.outlets.includes(found.outlet))
    && (!found.from || entry.last >= found.from)
    && (!found.to || entry.first <= found.to)
    && (!found.disputed || entry.disputed)
    && words.every((word) => textOf(entry).includes(word));

  let reversed = false;
  const turn = (newest) => {
    if (newest === reversed) return;
    reversed = newest;
    const backwards = (parent, children) => parent.append(...children.reverse());
    backwards(chronology, [...chronology.querySelectorAll(":scope > section.period")]);
    for (const section of sections) for (const list of section.lists) backwards(list, [...list.children]);
  };

  const apply = () => {
    const { found, words } = wanted();
    const counts = new Map(sections.map((section) => [section, 0]));
    let shown = 0;
    for (const entry of entries) {
      entry.listed = matches(entry, found, words);
      if (entry.element.hidden === entry.listed) entry.element.hidden = !entry.listed;
      if (entry.listed) { shown += 1; counts.set(entry.section, counts.get(entry.section) + 1); }
    }
    for (const [section, count] of counts) {
      section.element.hidden = !count;
      const link = links.get(section.key);
      link.querySelector("span").textContent = count;
      link.classList.toggle("nothing", !count);
    }
    turn(Boolean(found.newest));
    const all = `${entries.length} event${entries.length === 1 ? "" : "s"}`;
    document.getElementById("count").textContent =
      shown === entries.length ? all : `${shown} of ${all}`;
    document.getElementById("none").hidden = shown > 0 || !entries.length;
    for (const listener of listeners) listener();
    return found;
  };

  // The outlet's number may be another in the next edition: the address has its name.
  const outlets = form.elements.outlet;
  const write = (found) => {
    const state = new URLSearchParams(found);
    if (found.outlet) state.set("outlet", outlets.selectedOptions[0].text);
    history.replaceState(null, "", `#${state}` === "#" ? location.pathname + location.search : `#${state}`);
  };
  const read = () => {
    if (!location.hash.includes("=") && location.hash) return; // a place on the page
    const state = new URLSearchParams(location.hash.slice(1));
    form.reset();
    for (const [name, value] of state) {
      const field = form.elements[name];
      if (!field) continue;
      if (field.type === "checkbox") field.checked = value === "1";
      else if (name === "outlet") field.value = [...field.options].find((o) => o.text === value)?.value ?? "";
      else field.value = value;
      if (field.tagName === "SELECT" && field.selectedIndex < 0) field.value = "";
    }
    apply();
  };

  let waiting = 0;
  const changed = () => write(apply());
  form.addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(changed, event.target.name === "q" ? 150 : 0);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(changed));
  document.getElementById("clear").addEventListener("click", () => { form.reset(); form.elements.q.focus(); });
  addEventListener("hashchange", read);

  // A jump to a month keeps the filters in the address.
  for (const [key, link] of links) {
    link.addEventListener("click", (event) => {
      if (!location.hash.includes("=")) return;
      event.preventDefault();
      const target = document.getElementById(key);
      target.scrollIntoView();
      target.focus({ preventScroll: true });
    });
  }

  const finder = document.getElementById("finder");
  const roomy = matchMedia("(min-width: 62rem)");
  const fit = () => { finder.open = roomy.matches; };
  roomy.addEventListener("change", fit);
  fit();
  finder.hidden = false;
  if (location.hash.includes("=")) read();

  return {
    entries,
    onChange: (listener) => listeners.push(listener),
    range: () => [form.elements.from.value, form.elements.to.value],
    setRange: (from, to) => {
      form.elements.from.value = from;
      form.elements.to.value = to;
      changed();
    },
  };
})();
