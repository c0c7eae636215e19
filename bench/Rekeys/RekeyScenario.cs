namespace GdoiSim.Bench.Rekeys;

/// <summary>
/// The rekey that is measured for groups of any size: loss, latency and jitter, and a server that nothing holds up, so
/// that the simulated server does the same for each member however many there are.
/// </summary>
internal static class RekeyScenario
{
    public const string Name = "one-rekey";

    public const string Text = """
        name: one-rekey
        seed: 1
        group: {jitter: 5s}
        rekey: {count: 1}
        key_server: {service_time: {accepted: 100ns, duplicate: 20ns, rejected: 100ns}}
        network:
          push: {loss: 1%, latency: {base: {uniform: [5ms, 80ms]}, variation: {exponential: 3ms}}}
          ack: {loss: 1%, latency: {base: {uniform: [5ms, 80ms]}, variation: {exponential: 3ms}}}
        """;
}
