"""Personnel files of mobile workers (流动人员人事档案): rules without I/O."""
