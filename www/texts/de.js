// German. A classic script, before or after cobuy.js: <script async src="…/texts/de.js"></script>

(window.cobuy = window.cobuy || []).push([
  'texts',
  {
    'heading-pdp': 'Wird oft zusammen gekauft',
    'heading-cart': 'Passt zu Ihrem Warenkorb',
    'heading-popular': 'Gerade beliebt',
    'heading-popular-in': 'Beliebt in #',
    'add': 'In den Warenkorb',
    'adding': 'Wird hinzugefügt …',
    'added': 'Hinzugefügt',
    'open-cart': 'Zum Warenkorb',
    'undo': 'Rückgängig',
    'choose': 'Auswählen',
    'choose-first': 'Bitte auswählen',
    'sold-out': 'Ausverkauft',
    'failed': 'Konnte nicht hinzugefügt werden',
    'from': 'ab #',
    'reason-share-this': 'In % % der Bestellungen mit diesem Artikel',
    'reason-this': 'Wird zusammen mit diesem Artikel gekauft',
    'reason-share': 'In % % der Bestellungen mit #',
    'reason-with': 'Wird zusammen mit # gekauft',
    'reason-popular': 'Beliebt in diesem Shop',
    'reason-popular-in': 'Beliebt in #',
  },
]);
