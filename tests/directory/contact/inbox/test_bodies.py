"""No word of a mail is lost: wherever it stands, in whatever charset, on however many lines."""

from __future__ import annotations

import base64
from email.message import EmailMessage

import pytest

from directory.contact.inbox.parsing import MAX_BYTES, read_mail
from tests.directory.contact.inbox.shapes import raw, typed

WINDOWS = "L’atelier coûte 50 € au cœur de l’été – d’accord…"
ACCEPTED = "Nous acceptons le devis et signons lundi."


def mixed(*parts: EmailMessage) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "a@b.example"
    message.make_mixed()
    for part in parts:
        message.attach(part)
    return message


def words(text: str, **options: str) -> EmailMessage:
    part = EmailMessage()
    part.set_content(text, **options)
    return part


def picture(size: int = 8) -> EmailMessage:
    part = EmailMessage()
    part.set_content(
        b"\x89PNG\r\n\x1a\n" * (size // 8), maintype="image", subtype="png", disposition="inline", filename="plan.png"
    )
    return part


@pytest.mark.parametrize("size", [8, 3 * MAX_BYTES])
def test_words_below_a_picture_are_read_however_large_it_is(size):
    read = read_mail(mixed(words("Voici le plan :\n"), picture(size), words(f"{ACCEPTED}\n")).as_bytes())
    assert read.text == f"Voici le plan :\n\n{ACCEPTED}"
    assert read.attachments == ("plan.png",)


@pytest.mark.parametrize("plain", ["\n", " \r\n", "Ce message est au format HTML.\n"])
def test_a_plain_version_that_says_nothing_gives_way_to_the_page(plain):
    message = EmailMessage()
    message["From"] = "a@b.example"
    message.set_content(plain)
    message.add_alternative("<p>Nous acceptons.</p>", subtype="html")
    assert read_mail(message.as_bytes()).text == "Nous acceptons."


def test_a_mail_whose_only_text_bears_a_name_has_words():
    read = read_mail(mixed(words(ACCEPTED, filename="message.txt", disposition="inline")).as_bytes())
    assert read.text == ACCEPTED


def test_a_multipart_without_its_boundary_is_read_as_it_stands():
    assert ACCEPTED in read_mail(typed("multipart/mixed", f"--x\n\n{ACCEPTED}\n".encode())).text


@pytest.mark.parametrize(
    ("kind", "data", "text"),
    [
        ("text/plain", WINDOWS.encode("cp1252"), WINDOWS),
        ("text/plain; charset=us-ascii", WINDOWS.encode("cp1252"), WINDOWS),
        ('text/plain; charset="iso-8859-1"', WINDOWS.encode("cp1252"), WINDOWS),
        ("text/plain; charset=utf-8", WINDOWS.encode("cp1252"), WINDOWS),
        ("text/plain; charset=iso-8859-1", WINDOWS.encode(), WINDOWS),
        ("text/plain; charset=windows-1252", WINDOWS.encode(), WINDOWS),
        ("text/plain", WINDOWS.encode(), WINDOWS),
        ("text/plain; charset=utf-16", b"Nous acceptons.", "Nous acceptons."),
        ("text/plain; charset=unknown-8bit", "été".encode("latin-1"), "été"),
    ],
)
def test_a_false_charset_or_none_costs_no_letter(kind, data, text):
    assert read_mail(typed(kind, data)).text == text


@pytest.mark.parametrize(
    ("options", "body", "text"),
    [
        (
            "",
            b"Nous pouvons commencer en mars avec \r\ndouze personnes.\r\n",
            "commencer en mars avec douze personnes.",
        ),
        ("; delsp=yes", b"Nous pouvons commen \r\ncer en mars.\r\n", "Nous pouvons commencer en mars."),
        ("", b"Un \r\n\r\nDeux\r\n", "Un \n\nDeux"),
        ("", b" > 100 m2\r\n", "> 100 m2"),
    ],
)
def test_broken_lines_are_joined_again(options, body, text):
    assert read_mail(typed(f"text/plain; charset=utf-8; format=flowed{options}", body)).text.endswith(text)


def test_junk_behind_base64_costs_no_word():
    body = base64.b64encode("Nous acceptons l’offre.".encode()) + b"\r\n-- \r\nliste\r\n"
    head = "From: a@b.example\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64"
    assert "Nous acceptons l’offre." in read_mail(raw(head, body)).text


def page(html: str) -> str:
    message = EmailMessage()
    message["From"] = "a@b.example"
    message.set_content(html, subtype="html")
    return read_mail(message.as_bytes()).text


def test_pages_of_outlook_gmail_and_yahoo_are_read_without_what_they_quote():
    outlook = (
        "<html><head><!--[if gte mso 9]><xml></xml><![endif]--><style><!-- p.MsoNormal {margin:0} --></style>"
        "</head><body><div class=WordSection1><p class=MsoNormal>Bonjour,<o:p></o:p></p>"
        "<p>Nous acceptons.<o:p>&nbsp;</o:p></p>"
        '<div style="border-top:solid #E1E1E1 1.0pt"><p><b>De&nbsp;:</b> Portail &lt;p@portail.example&gt;<br>'
        "<b>Envoyé&nbsp;:</b> lundi 23 novembre 2026 10:00<br><b>À&nbsp;:</b> camille<br><b>Objet&nbsp;:</b> Demande"
        "</p></div><p>Texte cité</p></div></body></html>"
    )
    assert page(outlook) == "Bonjour,\n\nNous acceptons."
    gmail = (
        '<div dir="ltr">Oui, d&#39;accord.</div><br><div class="gmail_quote"><div class="gmail_attr">Le lun. 23 nov. '
        '2026 à 10:00, Portail &lt;<a href="mailto:p@portail.example">p@portail.example</a>&gt; a écrit :<br></div>'
        '<blockquote class="gmail_quote"><div>Texte cité</div></blockquote></div>'
    )
    assert page(gmail) == "Oui, d'accord."
    yahoo = (
        '<div>Oui.</div><div class="yahoo_quoted"><div>Le lundi 23 novembre 2026 à 10:00:05 UTC+1, Portail '
        "&lt;p@portail.example&gt; a écrit :</div><div><br></div><div>Texte cité</div></div>"
    )
    assert page(yahoo) == "Oui."


def test_a_page_loses_neither_its_cells_nor_what_is_indented_nor_where_links_lead():
    assert page("<table><tr><td>400</td><td>coffrets</td></tr></table>") == "400 coffrets"
    indented = '<p>Il nous faut</p><blockquote style="margin:0 0 0 40px;border:none"><p>100 m²</p></blockquote>'
    assert page(indented) == "Il nous faut\n\n100 m²"
    assert page('<p>Le <a href="https://b.example/plan">plan</a></p>') == "Le plan (https://b.example/plan)"
    assert page('<p><a href="https://b.example/">https://b.example</a></p>') == "https://b.example"


def test_what_is_left_out_can_be_unfolded():
    read = read_mail(typed("text/plain; charset=utf-8", b"Oui.\n-- \nLou\n\n"))
    assert (read.text, read.whole) == ("Oui.", "Oui.\n-- \nLou")
    assert read_mail(typed("text/plain", b"Oui.")).whole == ""


@pytest.mark.parametrize(
    "disposition",
    [
        "attachment; filename*=UTF-8''Devis%20%C3%A9t%C3%A9.pdf",
        'attachment; filename="=?utf-8?B?RGV2aXMgw6l0w6kucGRm?="',
        "attachment;\n filename*0*=iso-8859-1''Devis%20;\n filename*1*=%E9t%E9.pdf",
    ],
)
def test_names_of_files_are_read(disposition):
    head = 'From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"'
    body = f"--b\n\nBonjour\n--b\nContent-Type: application/pdf\nContent-Disposition: {disposition}\n\nx\n--b--\n"
    assert read_mail(raw(head, body.replace("\n", "\r\n").encode())).attachments == ("Devis été.pdf",)


def test_winmail_is_named():
    message = EmailMessage()
    message["From"] = "a@b.example"
    message.set_content("Ci-joint le devis.")
    message.add_attachment(b"x", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    read = read_mail(message.as_bytes())
    assert (read.text, read.attachments) == ("Ci-joint le devis.", ("winmail.dat",))
