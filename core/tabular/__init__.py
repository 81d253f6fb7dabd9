"""Any table file and the values in it, whatever program wrote them, with what tells how to read them."""
