// The files that ship (crates/xtask/src/bundle.rs), by the names under which they import one another.

declare module '*/cobuy-core.js' {
  export const start: typeof import('./core.js').start;
}
declare module '*/cobuy-core-full.js' {
  export const start: typeof import('./core.js').start;
}
declare module '*/cobuy-buy.js' {
  export const choice: typeof import('./buy.js').choice;
  export const all: typeof import('./buy.js').all;
}
declare module '*/elements/dialogs.js' {
  export const open: typeof import('../elements/dialogs.d.ts').open;
}
declare module '*/hosts/generic.js' {
  export const adapt: typeof import('../hosts/adapter.d.ts').adapt;
}
