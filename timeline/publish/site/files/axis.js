// The axis at any zoom: bars for what is dated to a day or week, stretches for what is not.
// Draws what axis.py draws, in the same measures, as wide as there is room.
{
  const place = document.getElementById("axis");
  const DAY = 86400000;
  const HEIGHT = 150, BASE = 98, TOP = 12, LANES = 4, LANE = 7, EXACT_DAYS = 7, LEAST = 7;
  const KIND = { happened: "happened", reported: "reported", expected: "planned", slipped: "planned", cancelled: "off" };
  const number = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY);
  const iso = (day) => new Date(day * DAY).toISOString().slice(0, 10);
  const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
  const short = (day, date = new Date(day * DAY)) => `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
  const inWords = (day) => `${short(day)} ${new Date(day * DAY).getUTCFullYear()}`;
  const events = timeline.entries.map((entry) => ({ entry, kind: KIND[entry.status], first: number(entry.first), last: number(entry.last) }));

  // The whole story, or where most of it is when some of its dates are far off.
  const whole = { first: Math.min(...events.map((e) => e.first)) - 3, last: Math.max(...events.map((e) => e.last)) + 3 };
  const usual = () => {
    const days = events.filter((e) => e.last - e.first < 32).map((e) => e.first).sort((a, b) => a - b);
    if (!days.length) return { ...whole };
    const few = Math.floor(days.length / 50);
    let first = days[few], last = days[days.length - 1 - few];
    if (days.at(-1) - days[0] <= 1.5 * (last - first)) [first, last] = [days[0], days.at(-1)];
    const spare = Math.max(3, Math.floor((last - first) / 50));
    return { first: first - spare, last: last + spare };
  };
  let view = usual();
  let width = 960;

  const make = (name, attributes, text) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text) element.append(text);
    return element;
  };
  const length = () => view.last - view.first + 1;
  const xOf = (day) => ((day - view.first) / length()) * width;
  const dayAt = (x) => Math.min(view.last, Math.max(view.first, Math.floor(view.first + (x / width) * length())));
  // A bar covers whole weeks, Monday first (1970 began on a Thursday).
  const step = () => [1, 7, 28, 91, 364].find((days) => (days / length()) * width >= 5) ?? 3640;
  const barOf = (day, days) => (days === 1 ? day : Math.floor((day + 3) / days) * days - 3);

  const ticks = (svg) => {
    const from = new Date(view.first * DAY), months = [];
    for (let y = from.getUTCFullYear(), m = from.getUTCMonth(); ; m === 11 ? ((m = 0), (y += 1)) : (m += 1)) {
      const day = Date.UTC(y, m, 1) / DAY;
      if (day > view.last) break;
      if (day >= view.first) months.push([day, y, m]);
      if (months.length > 20000) break;
    }
    const room = Math.max(3, Math.floor(width / 90));
    const line = (day, text) => {
      const x = xOf(day);
      svg.append(make("line", { x1: x, x2: x, y1: TOP, y2: BASE }), make("text", { x: x + 4, y: TOP + 4 }, text));
    };
    if (length() <= 62) {
      const every = Math.ceil(length() / room);
      for (let day = view.first; day <= view.last; day += every) line(day, short(day));
    } else {
      const every = [1, 2, 3, 6, 12, 24, 60, 120].find((n) => months.length <= room * n) ?? 1200;
      for (const [day, y, m] of months) {
        if ((y * 12 + m) % every === 0) line(day, every < 12 && m ? MONTHS[m] : String(y));
      }
    }
    svg.append(make("line", { class: "base", x1: 0, x2: width, y1: BASE, y2: BASE }));
  };

  const bars = (svg) => {
    const days = step(), counted = new Map();
    for (const { entry, kind, first, last } of events) {
      if (last - first >= EXACT_DAYS || last < view.first || first > view.last) continue;
      const bar = barOf(first, days);
      if (!counted.has(bar)) counted.set(bar, { happened: 0, reported: 0, planned: 0, off: 0, other: 0 });
      counted.get(bar)[entry.listed ? kind : "other"] += 1;
    }
    const sum = (counts) => Object.values(counts).reduce((a, b) => a + b, 0);
    const unit = (BASE - TOP - 14) / Math.max(1, ...[...counted.values()].map(sum));
    const wide = Math.max((days / length()) * width - 1, 1.5);
    for (const [bar, counts] of counted) {
      let y = BASE;
      const listed = sum(counts) - counts.other;
      const span = days === 1 ? inWords(bar) : `${inWords(bar)} – ${inWords(bar + days - 1)}`;
      const group = make("g", {});
      group.append(make("title", {}, `${span}: ${listed} event${listed === 1 ? "" : "s"}`));
      for (const [kind, count] of Object.entries(counts)) {
        if (!count) continue;
        y -= count * unit;
        group.append(make("rect", { class: kind, x: xOf(bar), y, width: wide, height: count * unit }));
      }
      svg.append(group);
    }
  };

  const stretches = (svg) => {
    const found = new Map();
    for (const { entry, first, last } of events) {
      if (last - first >= EXACT_DAYS && entry.listed && last >= view.first && first <= view.last) found.set(`${first} ${last}`, [first, last]);
    }
    const ends = Array(LANES).fill(0);
    for (const [first, last] of [...found.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
      const x = xOf(Math.max(first, view.first)), right = xOf(Math.min(last, view.last) + 1);
      const lane = ends.findIndex((taken) => taken <= x + 0.01);
      if (lane < 0) continue;
      ends[lane] = right;
      const rect = make("rect", { class: "stretch", x, y: BASE + 8 + lane * LANE, rx: 2, width: Math.max(right - x - 1, 2), height: LANE - 3 });
      rect.append(make("title", {}, `${inWords(first)} – ${inWords(last)}, day not known`));
      svg.append(rect);
    }
  };

  const brushed = (svg, first, last) => {
    if (last < view.first || first > view.last) return;
    const x = Math.max(0, xOf(first)), right = Math.min(width, xOf(last + 1));
    svg.append(make("rect", { class: "brush", x, y: TOP, width: Math.max(right - x, 1), height: HEIGHT - TOP - 14 }));
  };

  let dragged = null;
  const draw = () => {
    width = place.clientWidth || width;
    const svg = make("svg", { class: "axis", viewBox: `0 0 ${width} ${HEIGHT}`, "aria-hidden": "true" });
    const [from, to] = timeline.range();
    if (dragged) brushed(svg, Math.min(...dragged), Math.max(...dragged));
    else if (from || to) brushed(svg, from ? number(from) : view.first, to ? number(to) : view.last);
    ticks(svg);
    bars(svg);
    stretches(svg);
    place.replaceChildren(svg);
    document.getElementById("axis-shown").textContent = `${inWords(view.first)} – ${inWords(view.last)}`;
  };
  let drawing = 0;
  const soon = () => { drawing ||= requestAnimationFrame(() => { drawing = 0; draw(); }); };

  const show = (first, last) => {
    const long = Math.max(LEAST, Math.min(last - first, whole.last - whole.first));
    first = Math.round(Math.min(Math.max(first, whole.first), whole.last - long));
    view = { first, last: Math.round(first + long) };
    soon();
  };
  const zoom = (factor, at = (view.first + view.last) / 2) => show(at - (at - view.first) * factor, at + (view.last - at) * factor);
  const move = (part) => show(view.first + part * length(), view.last + part * length());
  const actions = {
    in: () => zoom(0.5), out: () => zoom(2), back: () => move(-0.4), on: () => move(0.4),
    all: () => { view = { ...whole }; soon(); },
    keep: () => timeline.setRange(iso(view.first), iso(view.last)),
  };
  const keys = { "+": "in", "=": "in", "-": "out", ArrowLeft: "back", ArrowRight: "on", 0: "all", Home: "all", Enter: "keep" };

  const at = (event) => dayAt(event.clientX - place.getBoundingClientRect().left);
  const start = () => {
    place.classList.add("live");
    place.tabIndex = 0;
    place.setAttribute("role", "group");
    place.setAttribute("aria-label", "Axis of time: plus and minus zoom, arrow keys move, Enter lists only the stretch shown");
    place.setAttribute("aria-describedby", "axis-shown");
    place.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
      event.preventDefault();
      actions[keys[event.key]]();
    });
    place.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && document.activeElement !== place) return; // the page scrolls
      event.preventDefault();
      zoom(event.deltaY > 0 ? 1.25 : 0.8, at(event));
    }, { passive: false });
    place.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      dragged = [at(event), at(event)];
      place.setPointerCapture(event.pointerId);
    });
    place.addEventListener("pointermove", (event) => {
      if (dragged) { dragged[1] = at(event); soon(); }
    });
    place.addEventListener("pointerup", () => {
      if (!dragged) return;
      const [first, last] = dragged.sort((a, b) => a - b);
      dragged = null;
      if (first === last) {
        const days = step();
        timeline.setRange(iso(barOf(first, days)), iso(barOf(first, days) + days - 1));
      } else timeline.setRange(iso(first), iso(last));
    });
    place.addEventListener("pointercancel", () => { dragged = null; soon(); });
    const controls = document.getElementById("axis-controls");
    controls.addEventListener("click", (event) => actions[event.target.dataset.do]?.());
    controls.hidden = false;
    document.getElementById("axis-hint").hidden = false;
    timeline.onChange(soon);
    new ResizeObserver(soon).observe(place);
    draw();
  };
  if (place && events.length) start();
}
