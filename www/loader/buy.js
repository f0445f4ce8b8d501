// What is only needed when somebody buys in a way that not every list offers: the list of a product's variants, and all
// members of a bundle at once. Fetched when it is asked for first.

/**
 * @param {import('../hosts/host.d.ts').Variant[]} all
 * @param {string} label asks for a choice
 * @param {(minor: number) => string} price as the page's locale writes it, empty where the currency is unknown
 */
export function choice(all, label, price) {
  const options = all.map(({ id, title, price_minor, available = true }) => {
    const words = price_minor ? price(price_minor) : '';
    const option = Object.assign(new Option(words ? `${title} · ${words}` : title, id), { disabled: !available });
    option.dataset.price = `${price_minor ?? ''}`;
    return option;
  });
  const list = Object.assign(document.createElement('select'), { ariaLabel: label });
  list.setAttribute('part', 'choice');
  list.append(new Option(label, ''), ...options);
  return list;
}

/**
 * Adds a bundle's members in one call, and looks whether the cart then has the discount that was promised.
 * @param {import('../hosts/adapter.d.ts').Adapter} host
 * @param {string} text a line for each member: product, variant and quantity, separated by tabs
 * @param {number} saving_minor what was promised without a code; 0 for nothing
 * @returns {Promise<string | undefined>} a text if refused, empty if it failed, `missing` if added without the discount
 */
export async function all(host, text, saving_minor) {
  const lines = text.trimEnd().split('\n').map((line) => {
    const [product, variant, quantity] = line.split('\t');
    return { product, quantity: +quantity, ...(variant && { variant }) };
  });
  const before = saving_minor ? await host.off() : undefined;
  const why = await host.add(lines);
  if (why !== undefined || before === undefined) return why;
  const off = await host.off();
  // Shops round by line.
  return off === undefined || off >= before + saving_minor - lines.length ? undefined : 'missing';
}
