"""The reference tables of the territory: where a place lies, and which direction answers for it.

They are loaded by ``manage.py load_territories`` from ``directory/data`` and never edited by hand, but for the
mailbox and the telephone of a direction, which the command leaves alone once the row exists.
"""

from __future__ import annotations

from django.db import models

from portal.mail.fictional import refuse_in_demonstration
from search.models.atomic_save import AtomicSave


class Disp(models.Model):
    """A direction interrégionale des services pénitentiaires, or the one of the overseas (DSPOM)."""

    code = models.SlugField("code", max_length=20, primary_key=True)
    seat = models.CharField("siège", max_length=40, unique=True, help_text="Ville du siège, ou « Outre-mer ».")
    short_label = models.CharField("nom court", max_length=40, help_text="« Rennes », « DSPOM ».")
    name = models.CharField("nom complet", max_length=120)
    plain_name = models.CharField(
        "nom dans une phrase", max_length=80, help_text="Après « la » : « direction interrégionale de Rennes »."
    )
    mailbox = models.EmailField("boîte de la direction")
    telephone = models.CharField("téléphone", max_length=30, blank=True)
    sort_order = models.PositiveSmallIntegerField("rang", default=0)

    class Meta:
        verbose_name = "direction interrégionale"
        verbose_name_plural = "directions interrégionales"
        ordering = ["sort_order", "code"]

    def __str__(self) -> str:
        return self.short_label

    def clean(self) -> None:
        """Refuse a real mailbox in a demonstration."""
        super().clean()
        refuse_in_demonstration("mailbox", self.mailbox)


class Region(AtomicSave, models.Model):
    """A region; each overseas collectivity is one of its own, under its own code."""

    code = models.CharField("code", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=60)
    slug = models.SlugField("identifiant d’adresse", max_length=60, unique=True)
    within = models.CharField("nom avec préposition", max_length=80, help_text="« en Normandie », « à La Réunion ».")
    disp = models.ForeignKey(
        Disp, verbose_name="direction interrégionale", on_delete=models.PROTECT, related_name="regions"
    )

    class Meta:
        verbose_name = "région"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A department, or an overseas collectivity standing for one."""

    code = models.CharField("code", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=60)
    with_article = models.CharField("nom avec article", max_length=70, help_text="« la Seine-Maritime », « Paris ».")
    region = models.ForeignKey(Region, verbose_name="région", on_delete=models.PROTECT, related_name="departments")

    class Meta:
        verbose_name = "département"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Commune(models.Model):
    """A commune as it is today. Population is that of the last census, coordinates are WGS84 degrees."""

    insee = models.CharField("code Insee", max_length=5, primary_key=True)
    name = models.CharField("nom", max_length=80)
    department = models.ForeignKey(
        Department, verbose_name="département", on_delete=models.PROTECT, related_name="communes"
    )
    population = models.PositiveIntegerField("population", null=True, blank=True)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)

    class Meta:
        verbose_name = "commune"
        ordering = ["name", "insee"]

    def __str__(self) -> str:
        return f"{self.name} ({self.department_id})"


class PostalCode(models.Model):
    """One postal code of one commune: a code has several communes, a commune several codes."""

    code = models.CharField("code postal", max_length=5)
    commune = models.ForeignKey(Commune, verbose_name="commune", on_delete=models.CASCADE, related_name="postal_codes")

    class Meta:
        verbose_name = "code postal"
        verbose_name_plural = "codes postaux"
        ordering = ["code", "commune"]
        constraints = [models.UniqueConstraint(fields=["code", "commune"], name="one_row_per_code_and_commune")]

    def __str__(self) -> str:
        return self.code


class FormerName(models.Model):
    """What people still type for (a part of) a commune: an old name or code, a district, "75000" for all of Paris."""

    class Kind(models.TextChoices):
        DELEGATED = "deleguee", "commune déléguée"
        ASSOCIATED = "associee", "commune associée"
        MERGED = "fusionnee", "commune fusionnée"
        RENAMED = "renommee", "ancien nom de la commune"
        PARTED = "separee", "commune partagée"
        DISTRICT = "arrondissement", "arrondissement"
        CODE = "code", "code d’usage"
        INSEE_CODE = "insee", "ancien code Insee"

    name = models.CharField("nom", max_length=80)
    # The constraint below already serves look-ups by commune: a second index would never be read.
    commune = models.ForeignKey(
        Commune, verbose_name="commune", on_delete=models.CASCADE, related_name="former_names", db_index=False
    )
    kind = models.CharField("nature", max_length=14, choices=Kind)
    ended = models.PositiveSmallIntegerField("année de fin", null=True, blank=True)

    class Meta:
        verbose_name = "ancien nom"
        verbose_name_plural = "anciens noms"
        ordering = ["name", "commune"]
        constraints = [models.UniqueConstraint(fields=["commune", "name"], name="one_row_per_commune_and_former_name")]

    def __str__(self) -> str:
        return self.name


class AreaName(models.Model):
    """Another name of several departments together: a region of before 2016, or an abbreviation such as PACA."""

    name = models.CharField("nom", max_length=60, primary_key=True)
    department_codes = models.CharField(
        "départements", max_length=60, help_text="Codes séparés par une espace : « 67 68 »."
    )
    note = models.CharField(
        "explication", max_length=200, blank=True, help_text="« L’Alsace fait aujourd’hui partie du Grand Est. »"
    )

    class Meta:
        verbose_name = "autre nom de territoire"
        verbose_name_plural = "autres noms de territoires"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Cedex(models.Model):
    """A CEDEX code: mail for companies, of a department for sure, of a commune only by its label."""

    code = models.CharField("code", max_length=5, primary_key=True)
    label = models.CharField("libellé", max_length=80)
    # Read whole into the gazetteer, never looked up by department: no index.
    department = models.ForeignKey(
        Department, verbose_name="département", on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = "CEDEX"
        verbose_name_plural = "CEDEX"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.label} CEDEX"


class TerritoryVersion(models.Model):
    """Which state of the data files the tables hold: one row at most."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    sha256 = models.CharField("empreinte des fichiers", max_length=64)
    loaded_at = models.DateTimeField("date de chargement")

    class Meta:
        verbose_name = "version des tables"
        verbose_name_plural = "versions des tables"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_territory_version")]

    def __str__(self) -> str:
        return self.sha256[:12]
