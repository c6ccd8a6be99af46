"""What a visitor's browser meets: the form page, the widget, the receipt and the demo article."""
