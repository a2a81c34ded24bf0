"""What happens to the records when processes are killed, disks fill up and clocks jump: `make faults`."""
