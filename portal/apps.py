"""App of the site itself."""

from __future__ import annotations

import datetime

from django.apps import AppConfig
from django.conf import settings
from willow.image import INITIAL_IMAGE_CLASSES, PNGImageFile

from portal import periodic
from portal.web import error_reports, sessions


class PortalConfig(AppConfig):
    """Accounts, media, site settings and what every page shares."""

    name = "portal"
    verbose_name = "portail"

    def ready(self) -> None:
        """Register checks and periodic work, and connect the signals that keep what is cached true."""
        from portal import checks  # noqa: F401, PLC0415 - importing registers them
        from portal.audience import counting  # noqa: PLC0415 - models exist only once the apps are loaded
        from portal.cms import (  # noqa: PLC0415 - models exist only once the apps are loaded
            admin_words,
            clean_entries,
            date_entries,
            inline_scripts,
            navigation,
            number_entries,
            outside_preview,
            private_sections,
            publication,
            ready_pictures,
            review_mails,
            share_pictures,
            written,
        )
        from portal.cms.quality import keeping  # noqa: PLC0415 - as above
        from portal.files import permissions, private_pictures  # noqa: PLC0415 - as above
        from portal.health import alarm, probes  # noqa: PLC0415
        from portal.sign_in import history, second_factor, session_limits, throttling  # noqa: PLC0415 - as above

        error_reports.start(settings.SENTRY_DSN)
        INITIAL_IMAGE_CLASSES["apng"] = PNGImageFile  # a PNG that moves is one all the same; pages show its first frame
        admin_words.connect()
        clean_entries.connect()
        date_entries.connect()
        inline_scripts.connect()
        keeping.connect()
        navigation.connect_signals()
        number_entries.connect()
        private_sections.connect_signals()
        permissions.install()
        for each in (history, second_factor, session_limits, throttling):
            each.connect_signals()
        private_pictures.connect_signals()
        probes.register_all()
        review_mails.connect()
        written.connect()
        periodic.register("portal.publication", publication.publish_what_is_due, turn=periodic.Turn.URGENT)
        periodic.register("portal.alarm", alarm.tell_the_operator, seconds=60)
        periodic.register("portal.preview_links", outside_preview.forget_over, every=datetime.timedelta(days=1))
        periodic.register("portal.private_pictures", private_pictures.forget_misplaced)
        periodic.register("portal.share_pictures", share_pictures.draw_lately_published)
        periodic.register("portal.ready_pictures", ready_pictures.make_for_lately_published)
        periodic.register("portal.audience", counting.forget_old, every=datetime.timedelta(days=1))
        periodic.register("portal.sign_ins", history.forget_old, every=datetime.timedelta(days=1))
        periodic.register("portal.sessions", sessions.forget_expired, every=datetime.timedelta(days=1))
