"""What must be reached with a model of fixed latency."""

from report import Target

TARGETS = {
    "group_of_10_overhead_seconds": Target(most=0.25),
    "group_of_10_to_group_of_1_ratio": Target(most=1.05),
    "faster_than_data_designer_ratio": Target(least=1.5),
    "faster_than_sequential_ratio": Target(least=8),
    "generators_1_to_2_throughput_ratio": Target(least=1.9),
    "generators_2_to_4_throughput_ratio": Target(least=1.9),
    "services_cpu_per_persona_ms": Target(most=25),
}
