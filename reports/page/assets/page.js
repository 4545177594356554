// Steps through attacks. All that it shows stands in the page already: it copies a step
// from the list of steps, and gathers who holds what from that step and those before it.
(function () {
  "use strict";
  document.documentElement.classList.add("js");

  function make(tag, attributes, text) {
    var e = document.createElement(tag);
    for (var name in attributes) e.setAttribute(name, attributes[name]);
    if (text !== undefined) e.textContent = text;
    return e;
  }

  // What a name stands for is left out of the table of who holds what.
  function nameOf(code) { return code.textContent.split(" = ")[0]; }

  function player(box, number) {
    var steps = Array.prototype.slice.call(box.querySelectorAll("details.step"));
    var broken = [];
    steps.forEach(function (s, i) { if (s.classList.contains("broken")) broken.push(i); });
    var at = 0;

    var bar = make("div", { "class": "bar", role: "group", "aria-label": "Step through the attack" });
    var panel = make("div", { "class": "panel", id: "player-" + number, tabindex: "0" });
    var place = make("output", { "aria-live": "polite" });
    var chart = box.querySelector(".chartbox");
    var buttons = {};
    [["first", "First"], ["back", "← Back"], ["next", "Next →"], ["last", "Last"],
      ["jump", "✗ To the violation"]].forEach(function (b) {
      if (b[0] === "jump" && broken.length === 0) return;
      buttons[b[0]] = make("button", { type: "button", "class": b[0], "aria-controls": panel.id }, b[1]);
      buttons[b[0]].addEventListener("click", function () { go(b[0]); });
      bar.appendChild(buttons[b[0]]);
    });
    bar.appendChild(place);
    box.insertBefore(bar, chart);
    box.insertBefore(panel, box.querySelector(".stepsbox"));

    function target(where) {
      switch (where) {
        case "first": return 0;
        case "back": return Math.max(at - 1, 0);
        case "next": return Math.min(at + 1, steps.length - 1);
        case "last": return steps.length - 1;
        case "jump": // to the next place where something breaks, and round again
          var later = broken.filter(function (i) { return i > at; });
          return later.length ? later[0] : broken.length ? broken[0] : at;
      }
      return at;
    }

    function go(where) { show(target(where)); }

    function show(i) {
      at = i;
      var step = steps[i];
      var title = step.querySelector("summary").textContent;
      place.textContent = "Step " + (i + 1) + " of " + steps.length;
      place.appendChild(make("span", { "class": "unseen" }, ": " + title));
      ["first", "back"].forEach(function (b) { buttons[b].setAttribute("aria-disabled", i === 0); });
      ["next", "last"].forEach(function (b) {
        buttons[b].setAttribute("aria-disabled", i === steps.length - 1);
      });
      panel.textContent = "";
      panel.appendChild(make("p", { "class": "title" }, (i + 1) + ". " + title));
      var body = step.querySelector(".body").cloneNode(true);
      body.removeAttribute("id");
      panel.appendChild(body);
      panel.appendChild(holdings(i));
      panel.appendChild(make("p", { "class": "keys" },
        "Keys: ← → for a step, Home and End, V for the violation."));
      panel.dataset.step = i + 1;
      box.querySelectorAll(".chart a.row").forEach(function (row) {
        var now = Number(row.dataset.step) === i + 1;
        row.classList.toggle("now", now);
        if (now) follow(row);
      });
    }

    // follow brings the row of a step into sight inside the chart; the page stays.
    function follow(row) {
      var r = row.getBoundingClientRect(), c = chart.getBoundingClientRect();
      var heads = box.querySelector(".heads").getBoundingClientRect().height;
      if (r.top < c.top + heads) chart.scrollTop -= c.top + heads - r.top + 8;
      if (r.bottom > c.bottom) chart.scrollTop += r.bottom - c.bottom + 24;
    }

    // holdings gathers who holds what after a step; what came with it is marked.
    function holdings(last) {
      var rows = {}, order = [], hers = [];
      for (var i = 0; i <= last; i++) {
        steps[i].querySelectorAll(".learns").forEach(function (l) {
          var session = l.dataset.who, who = session.replace(/\.\d+$/, "");
          if (!rows[who]) { rows[who] = []; order.push(who); }
          l.querySelectorAll("code").forEach(function (c) {
            rows[who].push({ session: session, name: nameOf(c), full: c.textContent, "new": i === last });
          });
        });
        steps[i].querySelectorAll(".hears li").forEach(function (l) {
          hers.push({ session: "", name: l.querySelector("code").textContent, full: l.textContent,
            "new": i === last, secret: l.classList.contains("secret") });
        });
      }
      var table = make("table", { "class": "holds" });
      table.appendChild(make("caption", {}, "Who holds what after step " + (last + 1)));
      table.appendChild(row("the adversary", hers, "hers"));
      order.sort().forEach(function (who) { table.appendChild(row(who, rows[who], "")); });
      return table;
    }

    // row is what one principal holds, session by session.
    function row(who, items, kind) {
      var tr = make("tr", { "class": kind });
      tr.appendChild(make("th", { scope: "row" }, who));
      var td = make("td", {}), parts = {};
      items.forEach(function (it) {
        var part = parts[it.session];
        if (!part) {
          part = parts[it.session] = make("div", {});
          if (it.session) part.appendChild(make("small", {}, it.session + " "));
          td.appendChild(part);
        }
        var c = make("code", { title: it.full }, it.name);
        if (it["new"]) c.classList.add("new");
        if (it.secret) c.classList.add("secret");
        part.appendChild(c);
        part.appendChild(document.createTextNode(" "));
      });
      if (items.length === 0) td.textContent = "nothing beside what is public";
      tr.appendChild(td);
      return tr;
    }

    var keys = { ArrowLeft: "back", ArrowRight: "next", Home: "first", End: "last", v: "jump", V: "jump" };
    [bar, panel].forEach(function (part) {
      part.addEventListener("keydown", function (e) {
        if (!keys[e.key] || e.ctrlKey || e.metaKey || e.altKey) return;
        e.preventDefault();
        go(keys[e.key]);
      });
    });
    box.querySelectorAll(".chart a.row").forEach(function (r) {
      r.addEventListener("click", function (e) {
        e.preventDefault();
        show(Number(r.dataset.step) - 1);
      });
    });
    show(0);
  }

  // A player is made when its attack is first opened: there are many.
  var made = 0;
  function prepare(attack) {
    if (attack.dataset.ready) return;
    attack.dataset.ready = "yes";
    attack.querySelectorAll("[data-play]").forEach(function (box) { player(box, ++made); });
  }
  var attacks = Array.prototype.slice.call(document.querySelectorAll("details.attack"));
  attacks.forEach(function (a) {
    if (a.open) prepare(a);
    a.addEventListener("toggle", function () { if (a.open) prepare(a); });
  });

  // A link opens what it leads to.
  function reveal() {
    var to = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!to) return;
    for (var e = to; e; e = e.parentElement) {
      if (e.tagName === "DETAILS") e.open = true;
    }
    to.scrollIntoView();
  }
  addEventListener("hashchange", reveal);
  document.addEventListener("click", function (e) {
    var a = e.target.closest && e.target.closest('a[href^="#"]');
    if (a && a.getAttribute("href") === location.hash) reveal();
  });
  document.querySelectorAll("[data-all]").forEach(function (b) {
    b.addEventListener("click", function () {
      attacks.forEach(function (a) { a.open = b.dataset.all === "open"; });
    });
  });
  addEventListener("beforeprint", function () { attacks.forEach(function (a) { a.open = true; }); });
  reveal();
})();
