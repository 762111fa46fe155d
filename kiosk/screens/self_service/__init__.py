"""The screens of the self-service kiosk: home, the question before what was typed is lost, and a page of a business
each, named `{business}_{page}`. The pages of 取号 are the number machine's."""
