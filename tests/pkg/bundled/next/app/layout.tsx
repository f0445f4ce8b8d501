import 'cobuy/themes/cobuy.css';
import '../shop.css';
import type { ReactNode } from 'react';

export const metadata = { title: 'Tent', icons: '/assets/icon.svg' };

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
