/** As much of React's types as the package's touch, so that nothing has to be installed for this check. */
declare module 'react' {
  export interface HTMLAttributes<T> {
    id?: string;
    onClick?: (event: { currentTarget: T }) => void;
  }
  export type DetailedHTMLProps<E, T> = E & { ref?: (element: T | null) => void };
  export namespace JSX {
    interface IntrinsicElements {
      div: DetailedHTMLProps<HTMLAttributes<HTMLDivElement>, HTMLDivElement>;
    }
  }
}
