"""Subscriptions to news by e-mail: asked for, confirmed by a link, sent by the periodic work, ended by a link."""
