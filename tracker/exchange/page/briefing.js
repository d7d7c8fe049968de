/* Shows the positions as of the day that the slider stands on. All text goes in as text; nothing is loaded. */
"use strict";

(() => {
  const DAY_MS = 86_400_000;
  const NONE = "none";
  const MIXED = "mixed";
  const LISTED_MAX = 3;

  const data = JSON.parse(document.getElementById("positions").textContent);
  const controls = document.getElementById("controls");
  if (controls === null) return;
  const slider = document.getElementById("slider");
  const summary = document.getElementById("summary");

  /* Elements */

  const make = (tag, attributes, ...content) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...content);
    return made;
  };

  const badge = (stance, word) => {
    const sign = make("span", { class: "sign", "aria-hidden": "true" }, data.signs[stance]);
    return make("span", { class: "stance", "data-stance": stance }, sign, ` ${word}`);
  };

  const evidence = (entries) => {
    const made = make("p", { class: "evidence" }, "Evidence");
    for (const number of entries.map((entry) => data.notes[entry])) {
      made.append(" ", make("a", { href: `#note-${number}`, "aria-label": `evidence ${number}` }, String(number)));
    }
    return made;
  };

  /* A position, in the same words as the page has them at first (standing.py) */

  const counts = (span) => Object.entries(span.deciding).map(([stance, count]) => `${stance} ${count}`).join(", ");

  const marks = (span) => [...(span.stale ? ["stale"] : []), ...(span.lapsed ? ["offer lapsed"] : [])];

  const basis = (span) =>
    span.basis === "own" ? "own position" : `inherited from ${span.inherited_from.map((id) => data.names[id]).join(", ")}`;

  const short = (span) => {
    if (span === null) return [badge(NONE, "no record")];
    const told = [
      ...(span.stance === MIXED ? [counts(span)] : []),
      ...(span.basis === "inherited" ? ["inherited"] : []),
      ...marks(span),
    ];
    const word = badge(span.stance, span.stance);
    return told.length === 0 ? [word] : [word, make("span", { class: "marks" }, told.join(", "))];
  };

  const full = (span) => {
    if (span === null) return [make("p", {}, badge(NONE, "no position on record"))];
    const numbers = span.stance === MIXED ? `${counts(span)}; ` : "";
    const told = [`${basis(span)} since ${span.since}`, ...marks(span)].join(", ");
    const details = make("span", { class: "details" }, `${numbers}${told}`);
    return [
      make("p", {}, badge(span.stance, span.stance), " ", details),
      ...span.conditions.map((condition) => make("p", { class: "condition" }, `Condition: ${condition}`)),
      evidence(span.statements),
    ];
  };

  /* Days, as ISO dates: they compare as text */

  const iso = (number) => new Date(number * DAY_MS).toISOString().slice(0, 10);
  const numberOf = (day) => Date.parse(`${day}T00:00:00Z`) / DAY_MS;
  const first = Number(slider.min);
  const last = Number(slider.max);

  const spanOn = (position, day) =>
    position.spans.find((span) => span.first_day <= day && (span.end_day === null || day < span.end_day)) ?? null;

  const changes = [
    ...new Set(
      data.positions.flatMap((position) =>
        position.spans.flatMap((span) => (span.end_day === null ? [span.first_day] : [span.first_day, span.end_day])),
      ),
    ),
  ]
    .map(numberOf)
    .filter((day) => first <= day && day <= last)
    .sort((one, other) => one - other);

  /* Showing a day */

  const places = [...document.querySelectorAll("[data-pair]")];
  let shown = last;

  const nameOf = (number) => (number === last ? data.stamp.as_of : iso(number));

  const told = (span) => JSON.stringify(span, (key, value) => (["first_day", "end_day", "since"].includes(key) ? 0 : value));

  const differing = (from, to) =>
    data.positions.flatMap((position) => {
      const [before, after] = [spanOn(position, iso(from)), spanOn(position, iso(to))];
      return told(before) === told(after) ? [] : [`${position.label}: ${after === null ? "no record" : after.stance}`];
    });

  const summarise = (from, to) => {
    const found = differing(from, to);
    const more = found.length - LISTED_MAX;
    const listed = found.slice(0, LISTED_MAX).join("; ") + (more > 0 ? `; and ${more} more` : "");
    return found.length === 0 ? `No position differs from ${nameOf(from)}.` : `Different from ${nameOf(from)}: ${listed}.`;
  };

  const show = (number) => {
    const day = iso(number);
    const spans = data.positions.map((position) => spanOn(position, day));
    for (const place of places) {
      const span = spans[Number(place.dataset.pair)];
      place.dataset.stance = span === null ? NONE : span.stance;
      place.replaceChildren(...(place.dataset.form === "short" ? short(span) : full(span)));
    }
    const name = nameOf(number);
    for (const place of document.querySelectorAll(".day-shown")) place.textContent = name;
    document.getElementById("day").textContent = name;
    slider.setAttribute("aria-valuetext", name);
    document.body.classList.toggle("earlier", number !== last);
    if (number !== shown) summary.textContent = summarise(shown, number);
    shown = number;
  };

  const goTo = (number, otherwise) => {
    if (number === undefined) {
      summary.textContent = otherwise;
      return;
    }
    slider.value = String(number);
    show(number);
  };

  slider.addEventListener("input", () => show(Number(slider.value)));
  document.getElementById("previous").addEventListener("click", () => {
    goTo(changes.findLast((day) => day < shown), "No position changes earlier.");
  });
  document.getElementById("next").addEventListener("click", () => {
    goTo(changes.find((day) => day > shown), "No position changes later, up to the day of this briefing.");
  });

  slider.value = String(last);
  controls.hidden = false;
  document.getElementById("without-script").hidden = true;
})();
