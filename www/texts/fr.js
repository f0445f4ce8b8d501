// French. A classic script, before or after cobuy.js: <script async src="…/texts/fr.js"></script>

(window.cobuy = window.cobuy || []).push([
  'texts',
  {
    'heading-pdp': 'Souvent achetés ensemble',
    'heading-cart': 'À ajouter à votre panier',
    'heading-popular': 'Populaires en ce moment',
    'heading-popular-in': 'Populaires dans #',
    'add': 'Ajouter au panier',
    'adding': 'Ajout en cours…',
    'added': 'Ajouté',
    'open-cart': 'Voir le panier',
    'undo': 'Annuler',
    'choose': 'Choisir',
    'choose-first': 'Choisissez une option',
    'sold-out': 'Épuisé',
    'failed': 'Échec de l’ajout',
    'from': 'à partir de #',
    'reason-share-this': 'Dans % % des commandes avec cet article',
    'reason-this': 'Acheté avec cet article',
    'reason-share': 'Dans % % des commandes avec #',
    'reason-with': 'Acheté avec #',
    'reason-popular': 'Populaire dans cette boutique',
    'reason-popular-in': 'Populaire dans #',
  },
]);
