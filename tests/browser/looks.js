// What a page says of itself to tests/browser/looks.py, which adds `looks` to it once it is open.
window.looks = {
  // A step of the keyboard on a small machine; a page that never gives the focus back would go on for ever.
  startFocus: () => {
    const order = [...document.querySelectorAll("*")];
    document.body.tabIndex = -1; // from the top, also where a field took the focus as the page opened
    document.body.focus();
    document.body.removeAttribute("tabindex");
    window.seenFocus = [];
    document.addEventListener("focusin", ({ target }) => {
      const style = getComputedStyle(target);
      const box = target.getClientRects()[0] || target.getBoundingClientRect(); // of a link on two lines, the first
      const drawn = getComputedStyle(target, "::after");
      const ringed = (each) => each.outlineStyle !== "none" && parseFloat(each.outlineWidth) >= 1;
      const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
      const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
      const front = document.elementFromPoint(x, y);
      const label = target.labels?.[0];
      seenFocus.push({
        place: order.indexOf(target),
        said: target.outerHTML.slice(0, 120),
        ringed: ringed(style) || ringed(drawn) || (label && ringed(getComputedStyle(label, "::before"))) || false,
        shown: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
        covered: !!front && !target.contains(front) && !front.contains(target) && !label?.contains(front),
      });
    });
    const usable = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
      .filter(each => each.tabIndex >= 0 && !each.disabled && each.checkVisibility({ visibilityProperty: true }));
    // Of a group of choices the Tab key reaches one; arrows go on from there.
    return new Set(usable.map(each => each.type === "radio" ? each.name : each)).size;
  },

  // Lines of text that lie on others, and text that its box cuts off.
  overlaps: () => {
    const lines = [];
    const isApart = (each) => {
      for (; each; each = each.parentElement) {
        const { position, clip, clipPath } = getComputedStyle(each);
        if (position === "sticky" || clip !== "auto" || clipPath !== "none") return true;
      }
      return false;
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const owner = node.parentElement;
      if (!node.data.trim() || owner.closest("svg, .fr-sr-only, .fr-skiplinks, script, style, noscript")) continue;
      if (isApart(owner)) continue; // stays in place on what scrolls, on a ground of its own; or is only read aloud
      if (!owner.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      if (owner.matches("details:not([open])")) continue; // text of a closed fold, in no element of its own
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const { left, right, top, bottom } of range.getClientRects())
        if (right - left > 2) lines.push({ left, right, top, bottom, node, owner });
    }
    lines.sort((one, other) => one.top - other.top);
    const found = new Set();
    lines.forEach((one, index) => {
      for (let next = index + 1; next < lines.length && lines[next].top < one.bottom; next += 1) {
        const other = lines[next];
        if (one.node === other.node) continue;
        const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const high = Math.min(one.bottom, other.bottom) - other.top;
        const least = Math.min(one.bottom - one.top, other.bottom - other.top);
        if (wide > 4 && high > least / 2)
          found.add([one, other].map(each => each.node.data.trim().slice(0, 40)).join(" lies on "));
      }
    });
    for (const { owner } of lines)
      for (let box = owner; box !== document.body; box = box.parentElement) {
        const style = getComputedStyle(box);
        if (style.overflowY === "hidden" && box.scrollHeight > box.clientHeight + 4 && box.clientHeight > 1)
          found.add(`cut: ${box.outerHTML.slice(0, 100)}`);
      }
    return [...found];
  },

  // Colours as Chromium computes them: « rgb(0, 0, 145) », « color(srgb 0.8 0.8 1) » of a mix.
  numbers: (colour) => colour.match(/[\d.]+/g).map(Number),

  ratio: (...colours) => {
    const [one, other] = colours.map(colour => {
      const [red, green, blue] = looks.numbers(colour).map(each => colour.startsWith("color") ? each : each / 255)
        .map(each => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4);
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    }).sort((a, b) => b - a);
    return (one + 0.05) / (other + 0.05);
  },

  ground: (each) => {
    for (; each; each = each.parentElement) {
      const colour = getComputedStyle(each).backgroundColor;
      if ((looks.numbers(colour)[3] ?? 1) === 1) return colour;
    }
    return "rgb(255, 255, 255)";
  },

  // Text too close to its ground in the colours of the system; axe reads `-webkit-text-fill-color`, which stays as it was.
  systemContrast: () => {
    const found = [];
    for (const each of document.body.querySelectorAll("*:not(svg *, script, style, noscript)")) {
      if (![...each.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue;
      if (!each.checkVisibility({ visibilityProperty: true })) continue;
      const ratio = looks.ratio(getComputedStyle(each).color, looks.ground(each));
      if (ratio < 4.5) found.push(`${ratio.toFixed(1)}:1 ${each.outerHTML.slice(0, 100)}`);
    }
    return found;
  },

  // Marks of maps, axes, rings and their legends that are too close to what they stand on (WCAG 1.4.11; words: 1.4.3).
  // Also what is lit, too close to what is not. A line thinner than a pixel shows nothing: it does not count.
  drawn: () => {
    const found = [];
    const paint = (each) => {
      const { fill, stroke, strokeWidth, vectorEffect } = getComputedStyle(each);
      const scale = vectorEffect === "non-scaling-stroke" ? 1 : each.getScreenCTM().a;
      return { fill: fill === "none" ? null : fill,
               line: stroke === "none" || parseFloat(strokeWidth) * scale < 1 ? null : stroke };
    };
    const least = (least, each, colours, grounds, said) => {
      for (const ground of grounds) {
        const best = Math.max(1, ...colours.filter(Boolean).map(colour => looks.ratio(colour, ground)));
        if (best < least) found.push(`${best.toFixed(2)}:1 ${said} ${each.outerHTML.slice(0, 60)}`);
      }
    };
    for (const svg of document.querySelectorAll("svg.p-map, svg.p-span, .p-legend svg, .p-ring > svg")) {
      if (!svg.checkVisibility({ visibilityProperty: true })) continue;
      const ground = looks.ground(svg);
      const all = (selector) => [...svg.querySelectorAll(selector)];
      const areas = all(".p-map path:not(.inner, .here), rect:not(.a)").map(each => paint(each).fill).filter(Boolean);
      for (const each of all("path:not(.inner), rect:not(.a)")) {
        const { fill, line } = paint(each);
        least(3, each, [fill, line], [ground], "on the page");
      }
      for (const each of all("path.here, .lit path:not(.inner)"))
        least(3, each, [paint(each).fill], areas.filter(area => area !== paint(each).fill), "lit");
      for (const each of all("path.inner"))
        least(3, each, [paint(each).line], [paint(each.parentNode.querySelector("path")).fill], "inside");
      for (const each of all("circle, rect.a, .p-span path"))
        least(3, each, [paint(each).fill, paint(each).line], [ground, ...areas], "on what is drawn");
      for (const each of all("text")) {
        const beside = each.closest(".outlying, :has(> .island), :has(> .frame)") || !each.parentNode.querySelector("path");
        const area = beside ? ground : paint(each.parentNode.querySelector("path")).fill;
        least(4.5, each, [paint(each).fill], [area], "name");
      }
    }
    return found;
  },

  pictures: () => [...document.querySelectorAll("img, svg, input[type=image], area, canvas, object, embed")]
  .map(each => {
    const hidden = each.closest("[aria-hidden=true]") !== null;
    const name = each.getAttribute("aria-label") || each.querySelector?.(":scope > title")?.textContent || "";
    const caption = each.closest("figure")?.querySelector("figcaption")?.innerText || "";
    return { tag: each.tagName.toLowerCase(), alt: each.getAttribute("alt"), hidden, name, caption,
         role: each.getAttribute("role") || "", said: each.outerHTML.slice(0, 140) };
  }),

  headings: () => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6, [role=heading]")]
    .filter(each => each.checkVisibility() || each.closest("details"))
    .map(each => [Number(each.getAttribute("aria-level") || each.tagName[1]), each.textContent.trim()]),

  // Tables without a title or with headers of nothing; choices without a group; links that do not say where they lead;
  // sentences torn into boxes.
  structure: () => {
    const all = (selector) => [...document.querySelectorAll(selector)];
    const said = (each) => each.outerHTML.slice(0, 120);
    const named = (group) => group?.querySelector(":scope > legend")?.innerText.trim() || group?.ariaLabel
      || document.getElementById(group?.getAttribute("aria-labelledby"))?.innerText.trim();
    const vague = /^(cliquez ici|ici|en savoir plus|lire la suite|suite|lien|plus)[ .…>]*$/i;
    return {
      tables: [...all("table").filter(each => !each.caption?.textContent.trim()), ...all("th:not([scope])")].map(said),
      groups: all("input[type=radio], input[type=checkbox]")
        .filter(each => all(`[name="${each.name}"]`).length > 1)
        .filter(each => !named(each.closest("fieldset, [role=group], [role=radiogroup]"))).map(said),
      links: all("a[href]:not(svg a)").filter(each => vague.test((each.ariaLabel || each.innerText).trim())).map(said),
      // Where a map leads, a list, a choice or a link to the list beside it leads too: its own links are for the pointer.
      maps: all("svg a[href]").filter(each => !all("main a[href]:not(svg a)").some(
        link => link.pathname === each.getAttribute("href").split("?")[0] || link.pathname === "/trouver-un-referent/"
      ) && !all("main option").some(option => option.value === each.dataset.disp)).map(said),
      navigation: ["header a[href='/'], header [aria-current=page]", "nav[aria-label='Menu principal']",
             "[role=search], header a[href='/recherche/']", "footer a[href='/plan-du-site/']"]
        .filter(each => !document.querySelector(each)),
      // Boxes side by side whose words stand partly in elements: each run of words becomes a box of its own.
      sentences: all("main *:not(svg *)").filter(each => /flex|grid/.test(getComputedStyle(each).display)
        && [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim())
        && [...each.children].some(child => child.matches(".p-one-line, .p-whole, a, strong, em, sup, abbr"))).map(said),
    };
  },

  // As far apart as criterion 10.12 has it; the policy of the pages lets no style in but by this way.
  spaceText: () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
               p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets = [sheet];
  },

  // What is read, also by those who do not see it: text and attributes that carry text; each of which is French.
  words: () => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (!node.parentElement.closest("script, style, pre, code, [lang]:not(html)")) found.push(node.data);
    for (const name of ["alt", "title", "aria-label", "placeholder"])
      for (const each of document.querySelectorAll(`[${name}]`)) found.push(each.getAttribute(name));
    found.push(document.title, document.querySelector("meta[name=description]")?.content || "");
    return found.map(each => each.replace(/[\n\t]+ */g, " ")).filter(each => each.trim());
  },
};
