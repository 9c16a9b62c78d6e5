"""An estimate as its page tells it: the range, each line with the fact it rests on, or what keeps us from telling."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from home.estimator.calculation import Rates, estimate
from home.estimator.regimes import FULL_WEEK, LABELS, LEAST_WEEK
from home.facts.current import current_facts, is_usable
from portal.french.words import french_number, plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from home.estimator.calculation import Asked, Estimate, Range
    from home.estimator.forms import EstimateForm
    from home.estimator.regimes import Regime
    from home.facts.models import DatedFact


@dataclass(frozen=True)
class Result:
    """What a valid form leads to; `amounts` is None when a fact is missing, and `missing` then says which."""

    asked: Asked
    regime: Regime
    margin: Decimal
    amounts: Estimate | None = None
    facts: list[DatedFact] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """The answer in one sentence."""
        if self.amounts is None:
            return f"Nous n’avons pas de valeur à jour pour : {', '.join(self.missing)}."
        return f"{positions_label(self.asked.positions).capitalize()} : {range_label(self.amounts.total)} par mois."

    @property
    def assumptions(self) -> list[str]:
        """What the figure supposes, in sentences."""
        hours = french_number(self.asked.hours_a_month)
        least = "le minimum légal" if self.regime.is_inside else "le Smic"
        said = [
            f"Chaque poste compte {hours}\u00a0heures par mois ; une semaine compte pour 52 douzièmes.",
            f"Le bas de la fourchette paie {least}.",
        ]
        if self.margin:
            said.append(
                f"Le haut paie {french_number(self.margin)}\u00a0% de plus que ce minimum : "
                "c’est une hypothèse de ce site, pas une règle."
            )
        if self.regime.doubtful:
            said.append(
                "Le haut compte aussi la cotisation vieillesse de l’employeur, sur la rémunération versée : l’État "
                "peut la prendre à sa charge, et son assiette peut être relevée. Votre référent le confirme."
            )
        return said

    @property
    def message(self) -> str:
        """The figure in the words of the employer's request: nobody is named in it."""
        positions = positions_label(self.asked.positions).capitalize()
        hours = french_number(self.asked.hours_a_month)
        lines = [
            f"Je souhaite parler de ce chiffrage : {self.regime.label[0].lower()}{self.regime.label[1:]}.",
            f"{positions}, {hours} heures par mois et par poste.",
        ]
        if self.amounts:
            lines.append(f"Estimation du site : {range_label(self.amounts.total)} par mois.")
        return "\n".join(lines)


def result_of(form: EstimateForm, margin: Decimal) -> Result:
    """The result of a valid form, from the facts of today and the margin that editors set (per cent)."""
    known, asked, regime = current_facts(), form.asked, form.regime
    result = Result(asked, regime, margin)
    result.warnings.extend(hours_warnings(form, known))
    result.missing.extend(LABELS[code] for code in regime.codes if not is_usable(known.get(code)))
    if result.missing:
        return result
    values = {code: Decimal(known[code].value) for code in regime.codes}
    rates = Rates(
        hourly_minimum_wage=values[regime.codes[0]],
        legal_share=values[regime.share] if regime.share else Decimal(100),
        sure_charges=tuple(values[code] for code in regime.sure),
        doubtful_charges=tuple(values[code] for code in regime.doubtful),
        margin=margin,
    )
    facts = [known[code] for code in regime.codes]
    return Result(asked, regime, margin, estimate(asked, rates), facts, warnings=result.warnings)


def hours_warnings(form: EstimateForm, known: Mapping[str, DatedFact]) -> list[str]:
    """What the rules of a week in prison say of the hours asked for; nothing that no fact of today backs."""
    if not form.regime.is_inside:
        return []
    weekly = form.cleaned_data["heures"] if form.is_by_week else form.cleaned_data["heures"] * 12 / 52
    least, full = known.get(LEAST_WEEK), known.get(FULL_WEEK)
    if is_usable(least) and weekly < least.value:
        rule = f"{least.said} ({least.source})"
        return [f"En détention, un temps partiel compte au moins {rule} : le contrat devra en prévoir davantage."]
    if is_usable(full) and weekly > full.value:
        rule = f"{full.said} ({full.source})"
        return [f"Un temps complet compte {rule} : la majoration des heures au-delà n’est pas comptée ici."]
    return []


def positions_label(count: int) -> str:
    """« 5 postes »."""
    return f"{count}\u00a0{plural(count, 'poste')}"


def euros(amount: Decimal) -> str:
    """« 1 234 € » from a hundred euros on, « 5,41 € » below."""
    whole = amount >= 100
    if whole:
        return f"{french_number(amount.quantize(Decimal(1)))}\u00a0€"
    return f"{french_number(amount.quantize(Decimal('0.01')))}\u00a0€"


def range_label(amounts: Range) -> str:
    """« de 4 100 € à 5 020 € », or one amount for both ends."""
    if amounts.is_one:
        return euros(amounts.low)
    return f"de {euros(amounts.low)} à {euros(amounts.high)}"
