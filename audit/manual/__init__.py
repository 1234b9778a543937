"""The rule book for people who read: each rule with its settings, reasons, examples and figures in words."""
