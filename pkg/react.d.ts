/** The elements in JSX, for React 19: `import type {} from 'cobuy/react';` once in the project. */

import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { CobuyElement, CobuyEventMap, ShelfAttributes } from './index.js';

/** React 19 listens to `oncobuy-ready` and the like. */
type Listeners = { [Name in keyof CobuyEventMap as `on${Name}`]?: (event: CobuyEventMap[Name]) => void };

/** No name that React has: inside its namespaces `Element` and `Attributes` are its own. */
type CobuyAttributes = DetailedHTMLProps<HTMLAttributes<CobuyElement>, CobuyElement> & ShelfAttributes & Listeners;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'cobuy-shelf': CobuyAttributes;
      'cobuy-bundle': CobuyAttributes;
      'cobuy-added': CobuyAttributes & { mode?: 'auto' | 'dialog' | 'drawer' | 'inline' };
      'cobuy-offer': CobuyAttributes;
    }
  }
}
