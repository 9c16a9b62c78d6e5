"""Django settings: production is the parent, development and tests loosen it; variables in `env`."""
