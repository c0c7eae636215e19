using GdoiSim.Group;
using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Network;
using GdoiSim.Network.Latency;
using GdoiSim.Network.Loss;

namespace GdoiSim.Cli.Running;

/// <summary>
/// A small run, of which nothing is kept, on a thread of its own while the command line and the scenario are still
/// being read: what a run is made of is then loaded and compiled by the time it begins.
/// </summary>
internal static class Rehearsal
{
    // A few chunks of members and batches of acknowledgements: milliseconds, once all is compiled.
    private const int Members = 4096;

    /// <summary>Begins the rehearsal if the command runs something; nobody needs to wait for its end.</summary>
    /// <param name="arguments">The command line without the program's name.</param>
    public static void BeginFor(string[] arguments)
    {
        if (arguments is ["run" or "sweep" or "plan", ..])
        {
            new Thread(Run) { IsBackground = true, Name = "rehearsal" }.Start();
        }
    }

    private static void Run()
    {
        var path = new PathOptions
        {
            Loss = new BernoulliLoss(0.01),
            Latency = new LatencyModel
            {
                MemberBase = Distribution.Uniform(SimDuration.FromMilliseconds(5), SimDuration.FromMilliseconds(80)),
                PerPacket = Distribution.Exponential(SimDuration.Zero, SimDuration.FromMilliseconds(3)),
            },
        };
        var server = new KeyServerOptions { Cores = 2, LinkBitsPerSecond = 1_000_000_000 };
        new GroupWorld(new GroupOptions
        {
            Members = Members,
            KeyServers = [server],
            Network = new NetworkOptions { ToMembers = path, ToServer = path },
        }).Run();
    }
}
