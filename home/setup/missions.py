"""The four missions of every referent, from the page that presents them to the public."""

from __future__ import annotations

MISSIONS = {
    "acteurs": {
        "title": "Accompagner les acteurs",
        "text": "Vous voulez agir pour l’insertion des personnes condamnées ? Le référent écoute votre projet, vous "
        "oriente et vous met en relation.",
        "subject": "un premier projet",
        "sort_order": 1,
    },
    "travail": {
        "title": "Développer le travail",
        "text": "Atelier en prison, structure d’insertion par l’activité économique (IAE), entreprise adaptée : le "
        "référent cherche avec vous l’établissement qui convient à votre activité.",
        "subject": "le travail en prison",
        "sort_order": 2,
    },
    "formation": {
        "title": "Développer la formation",
        "text": "Formation, apprentissage, certification : le référent relie vos besoins de compétences à ce que les "
        "personnes détenues apprennent.",
        "subject": "la formation",
        "sort_order": 3,
    },
    "insertion": {
        "title": "Soutenir l’orientation et l’insertion",
        "text": "Le référent vous associe aux actions qui aident les personnes à choisir un métier et à retrouver un "
        "emploi.",
        "subject": "l’insertion",
        "sort_order": 4,
    },
}
