/**
 * The panel's clock: what the shop's pages and cobuy take for now, so that a person can see a countdown end, a rule begin and
 * an offer come back without waiting for weeks. A classic script in front of all others; without a shift it does nothing.
 */
(() => {
  let hours = 0;
  try {
    hours = Number(JSON.parse(localStorage.getItem('shop.facts.v1') ?? '{}').clock) || 0;
  } catch {
    // Where nothing can be stored the time is what it is.
  }
  if (!hours) return;
  const Real = Date;
  const now = () => Real.now() + hours * 36e5;
  globalThis.Date = /** @type {any} */ (
    new Proxy(Real, {
      construct: (target, parts) => Reflect.construct(target, parts.length ? parts : [now()]),
      get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
    })
  );
})();
