// The look of the layers before anybody styles them: the page's own font and colours, in both colour schemes. Designers
// set the custom properties on the element or above it, or reach any part with ::part().
//
// @cssproperty --cobuy-surface       colour behind a layer's content      the page's canvas
// @cssproperty --cobuy-layer-width   greatest width of a layer            720px

const CSS = `
:host { font: inherit; color: inherit; }
dialog {
  box-sizing: border-box; inline-size: min(var(--cobuy-layer-width, 720px), calc(100vw - 24px)); max-block-size: calc(100dvh - 24px);
  padding: 20px; border: 1px solid var(--cobuy-border, GrayText); border-radius: var(--cobuy-radius, 8px);
  background: var(--cobuy-surface, Canvas); color: inherit; overflow: auto; overscroll-behavior: contain;
}
dialog::backdrop { background: rgb(0 0 0 / 0.45); }
dialog[data-mode="drawer"] {
  inline-size: min(400px, 100vw); max-inline-size: none; block-size: 100dvh; max-block-size: none;
  margin: 0 0 0 auto; border-radius: 0; border-width: 0 0 0 1px;
}
dialog:dir(rtl)[data-mode="drawer"] { margin: 0 auto 0 0; border-width: 0 1px 0 0; }
dialog[data-mode="offer"] {
  position: fixed; inset: auto 12px 12px; inline-size: auto; max-inline-size: 460px; margin: 0 auto; z-index: 5;
  max-block-size: min(80dvh, 520px); box-shadow: 0 10px 40px rgb(0 0 0 / 0.25);
}
@media (prefers-reduced-motion: no-preference) {
  dialog[open] { animation: come 0.18s ease-out; }
}
@keyframes come { from { opacity: 0; transform: translateY(8px); } }
[part="head"] { display: flex; gap: 12px; align-items: start; justify-content: space-between; }
[part="label"] { margin: 0; font-size: 1.15em; font-weight: 600; line-height: 1.4; outline: none; }
[part="named"] { margin: 2px 0 16px; overflow-wrap: anywhere; }
[part="foot"] { display: flex; flex-wrap: wrap; gap: 10px; margin-top: 16px; }
button {
  min-block-size: 44px; min-inline-size: 44px; padding: 8px 18px; border: 1px solid currentColor;
  border-radius: var(--cobuy-radius, 8px); background: transparent; color: inherit; font: inherit; cursor: pointer;
}
[part="foot"] > button { flex: 1 1 140px; }
[part="close"] { flex: none; margin: -8px -8px 0 0; padding: 0; border-color: transparent; font-size: 1.4em; line-height: 1; }
[part="open"] { border-color: var(--cobuy-accent, currentColor); background: var(--cobuy-accent, transparent); color: var(--cobuy-accent-text, inherit); }
button:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
cobuy-shelf { display: block; }
:host([data-mode="inline"]) > cobuy-shelf { min-block-size: var(--cobuy-reserve, 448px); }
cobuy-shelf[hidden] { display: none; }
`;

/** @type {CSSStyleSheet | undefined} */
let sheet;

/** Adopts the one sheet of all layers. @param {ShadowRoot} root */
export function dress(root) {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
