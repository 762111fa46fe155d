"""The screens of the self-service kiosk: home, the question before typed text is lost, and one screen for each page of
a business, named `{business}_{page}`. The pages of 取号 are the number machine's."""
