"""The rules of the card and of the electronic card (社会保障卡、电子社会保障卡)."""
