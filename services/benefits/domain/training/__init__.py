"""Training, skills and titles (培训、技能、职称): rules without I/O."""
