"""Mails of every kind, and of no kind: what is taken of them, and that none stops the reading."""

from __future__ import annotations

import email.policy
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.contact.inbox.html_text import text_of_html
from directory.contact.inbox.parsing import MAX_BYTES, MAX_TEXT, read_mail
from portal.french.clean_text import clean_text
from portal.mail import headers


def raw(head: str, body: bytes = b"Bonjour") -> bytes:
    return head.strip().replace("\n", "\r\n").encode() + b"\r\n\r\n" + body


def test_an_html_mail_is_read_without_its_quotation():
    html = (
        "<html><head><style>p{}</style><title>t</title></head><body><p>Bonjour&nbsp;Lou,</p><div>Oui&amp;non"
        "<br>suite</div><script>alert(1)</script><div>Le 22 nov. 2026, Portail a écrit :</div>"
        "<blockquote><p>Demande</p></blockquote></body>"
    )
    message = EmailMessage()
    message["From"] = "a@b.example"
    message.set_content(html, subtype="html")
    assert read_mail(message.as_bytes()).text == "Bonjour Lou,\n\nOui&non\nsuite"
    assert text_of_html("<head><p>a<body>b") == "a\nb"


@pytest.mark.parametrize(
    ("charset", "body", "text"),
    [
        ("utf-8", "été".encode(), "été"),
        ("iso-8859-15", "été 5 €".encode("iso-8859-15"), "été 5 €"),
        ("windows-1252", "l’été".encode("cp1252"), "l’été"),
        ("utf-8", "été".encode("latin-1"), "été"),
        ("x-unknown", "été".encode(), "été"),
        ("zlib", b"abc", "abc"),
        ("hex", b"6162", "6162"),
        ("punycode", b"abc-", "abc-"),
        ("utf-8", b"a\x00b\x1bc", "abc"),
        ("utf-16", b"\xff", "ÿ"),
    ],
)
def test_any_charset_is_decoded_safely(charset, body, text):
    read = read_mail(raw(f"From: a@b.example\nContent-Type: text/plain; charset={charset}", body))
    assert read.text == text


def test_headers_are_read_without_trust():
    read = read_mail(
        raw(
            "From: =?utf-8?q?Camille_=3Cfaux=40b=2Eexample=3E?= <Vrai@B.example>\n"
            "To: x <A@b.example>, broken, c@d.example\n"
            "Subject: =?utf-8?b?RGVtYW5kZSDDqXTDqQ==?=\n =?bad?x?y?=\nMessage-ID: <1@b.example>\n"
            "In-Reply-To: <2@b.example> junk\nReferences: <3@b.example>\n\t<2@b.example>\nAuto-Submitted: no"
        )
    )
    assert (read.sender, read.message_id) == ("vrai@b.example", "<1@b.example>")
    assert {"a@b.example", "c@d.example"} <= set(read.addressed_to)
    assert read.subject.startswith("Demande été")
    assert read.refers_to == ("<2@b.example>", "<3@b.example>")
    assert not read.is_automatic


@pytest.mark.parametrize("sender", ["a@b.example, c@d.example", "", "personne", "a@b@c.example"])
def test_a_mail_of_no_one_sender_has_none(sender):
    assert read_mail(raw(f"From: {sender}")).sender == ""


def test_sizes_are_bounded():
    long = read_mail(raw("From: a@b.example", b"mot " * MAX_BYTES))
    assert long.text.endswith("[message coupé]")
    assert len(long.text) <= MAX_TEXT + 20
    many = EmailMessage()
    many.set_content("Bonjour")
    for number in range(300):
        many.add_attachment(b"x", maintype="image", subtype="png", filename=f"{number}-{'n' * 500}.png")
    read = read_mail(many.as_bytes())
    assert (len(read.attachments), len(read.attachments[0])) == (20, 120)
    assert (
        read_mail(raw("References: " + " ".join(f"<{each}@b.example>" for each in range(9999)))).refers_to[100:] == ()
    )


def test_an_attached_mail_is_a_file_and_its_words_are_told_apart():
    inner = EmailMessage()
    inner.set_content("Texte de l’autre")
    outer = EmailMessage()
    outer.set_content("Voir ci-joint.")
    outer.add_attachment(inner)
    read = read_mail(outer.as_bytes())
    assert read.text == "Voir ci-joint.\n\n[Message joint]\nTexte de l’autre"
    assert read.attachments == ("message joint.eml",)


PIECES = st.sampled_from(
    [
        b"From: a@b.example\r\n",
        b"From: =?x?q?\xff?= <\r\n",
        b"Subject: =?utf-8?b?a?=\r\n",
        b"To: ,;:<>()\r\n",
        b"Content-Type: multipart/report; boundary=x\r\n",
        b'Content-Type: multipart/mixed; boundary="x\r\n',
        b"Content-Type: message/delivery-status\r\n",
        b"Content-Type: message/rfc822\r\n",
        b"Content-Type: text/html;charset=\r\n",
        b"Content-Transfer-Encoding: base64\r\n",
        b"Content-Transfer-Encoding: quoted-printable\r\n",
        b"Content-Disposition: attachment; filename*=utf-8''%ff%00\r\n",
        b"Content-Disposition: attachment; filename*0*=x''a\r\n",
        b"Message-ID: <\r\n",
        b"Message-ID: <a@b>\r\n",
        b"Final-Recipient: rfc822;\r\n",
        b"Action: failed\r\n",
        b"Status: 5\r\n",
        b"\r\n",
        b"--x\r\n",
        b"--x--\r\n",
        b"=\r\n",
        b"&#xd800;<blockquote><![CDATA[",
        b"\x00\xff\x1a",
        b"<!--",
        b"> a\r\n",
    ]
)


@settings(max_examples=400)
@given(st.lists(PIECES | st.binary(max_size=30), max_size=25).map(b"".join))
def test_no_mail_stops_the_reading(content):
    read = read_mail(content)
    assert clean_text(read.text) == read.text
    assert 5 <= len(read.message_id) <= 255
    for line in (read.sender, read.subject, *read.attachments, *(each.recipient for each in read.failures)):
        assert line.isprintable()
        assert headers.one_line(line) == line or " " in line


def test_a_mail_written_by_python_is_read_as_it_was_meant():
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"] = "Lou Modèle <lou@atelier.example>"
    message["Subject"] = "Une précision « été »"
    message.set_content("600 coffrets.\n")
    message.add_alternative("<p>autre</p>", subtype="html")
    read = read_mail(message.as_bytes())
    assert (read.sender, read.subject, read.text) == ("lou@atelier.example", "Une précision « été »", "600 coffrets.")
