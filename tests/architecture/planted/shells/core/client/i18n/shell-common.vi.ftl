# Words of a kitchen.

action-pour = Rót
action-empty = Đổ hết
action-refill = Châm nước
action-whistle = Reo
heat-1 = Ấm
heat-2 = Nóng
platform-stove-use = Bếp dùng để đun nước.
