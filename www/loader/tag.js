// The script tag: <script async src=".../cobuy.js" data-snapshot="/recs/" data-k="2"></script>

import { define } from './element.js';
import { page } from './page.js';

const { src, dataset = {} } = /** @type {HTMLScriptElement} */ (document.currentScript ?? {});
const { snapshot, wasm, core, host } = dataset;
const kind = 'full' in dataset ? '-full' : '';
/** @param {string | undefined} own @param {string} name */
const url = (own, name) => new URL(own ?? name, own || !src ? location.href : src).href;
define(
  page({
    // `k` and `consent`, as they stand.
    ...dataset,
    snapshot: url(snapshot, 'recs/'),
    wasm: url(wasm, `cobuy${kind}.wasm`),
    code: url(core, `cobuy-core${kind}.js`),
    hosts: url(host, 'hosts/generic.js'),
  }),
);
