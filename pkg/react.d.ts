/** `<cobuy-shelf>` in JSX, for React 19: `import type {} from 'cobuy/react';` once in the project. */

import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { CobuyEventMap, CobuyShelf, ShelfAttributes } from './index.js';

/** React 19 listens to `oncobuy-ready` and the like. */
type Listeners = { [Name in keyof CobuyEventMap as `on${Name}`]?: (event: CobuyEventMap[Name]) => void };

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'cobuy-shelf': DetailedHTMLProps<HTMLAttributes<CobuyShelf>, CobuyShelf> & ShelfAttributes & Listeners;
    }
  }
}
