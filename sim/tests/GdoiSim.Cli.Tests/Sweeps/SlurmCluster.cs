using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Xunit;

namespace GdoiSim.Cli.Tests;

/// <summary>
/// A Slurm of one node with daemons of its own in a folder of its own (authentication, controller, node), which end
/// with it. Nothing of a Slurm that the machine may run already is touched.
/// </summary>
internal sealed class SlurmCluster : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly List<Process> _daemons = [];

    private SlurmCluster(TemporaryFolder folder) => _folder = folder;

    /// <summary>Why no Slurm can be started here; null if one can.</summary>
    public static string? Missing()
    {
        string[] programs = ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol", "sinfo"];
        string? missing = programs.FirstOrDefault(program => PathOf(program) is null);
        return missing is not null ? $"{missing} is not installed (Debian: slurm-wlm, munge)"
            : Environment.UserName != "root" ? "the daemons of Slurm need root"
            : null;
    }

    /// <summary>Starts the daemons and waits until the node takes work.</summary>
    public static async Task<SlurmCluster> Start(TemporaryFolder folder)
    {
        var cluster = new SlurmCluster(folder);
        try
        {
            await cluster.StartDaemons();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs one of Slurm's commands; gives what it prints.</summary>
    public async Task<string> Run(string program, params string[] arguments)
    {
        using Process process = Begin(program, arguments);
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Task<string> error = process.StandardError.ReadToEndAsync(cancellation);
        string output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {output}{await error}{Logs()}");
        return output.Trim();
    }

    /// <summary>Waits until what a command prints is as wanted.</summary>
    public async Task WaitFor(Func<Task<bool>> condition, string what)
    {
        // Ten minutes: the machine may be busy with other things.
        for (int i = 0; i < 3000; i++)
        {
            if (await condition())
            {
                return;
            }

            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"waited in vain for {what}{Logs()}");
    }

    public async ValueTask DisposeAsync()
    {
        // The controller ends its own helper and the node if it is asked to.
        if (_daemons.Count == 3)
        {
            using Process shutdown = Begin("scontrol", "shutdown");
            await shutdown.WaitForExitAsync(CancellationToken.None);
            for (int i = 0; i < 100 && !_daemons[1].HasExited; i++)
            {
                await Task.Delay(100, CancellationToken.None);
            }
        }

        foreach (Process daemon in Enumerable.Reverse(_daemons))
        {
            daemon.Kill(entireProcessTree: true);
            await daemon.WaitForExitAsync(CancellationToken.None);
            daemon.Dispose();
        }
    }

    private async Task StartDaemons()
    {
        File.WriteAllBytes(_folder["munge.key"], RandomNumberGenerator.GetBytes(128));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder["munge.key"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        string host = Dns.GetHostName().Split('.')[0];
        Directory.CreateDirectory(_folder["state"]);
        Directory.CreateDirectory(_folder["spool"]);
        File.WriteAllText(_folder["slurm.conf"], Configuration(host));
        _daemons.Add(Begin(
            "munged", "--foreground", "--force", $"--key-file={_folder["munge.key"]}",
            $"--socket={_folder["munge.socket"]}", $"--pid-file={_folder["munged.pid"]}",
            $"--log-file={_folder["munged.log"]}", $"--seed-file={_folder["munged.seed"]}"));
        await WaitFor(() => Task.FromResult(File.Exists(_folder["munge.socket"])), "munged");
        _daemons.Add(Begin("slurmctld", "-D", "-f", _folder["slurm.conf"]));
        _daemons.Add(Begin("slurmd", "-D", "-f", _folder["slurm.conf"], "-N", host));
        await WaitFor(
            async () =>
            {
                using Process process = Begin("sinfo", ["--noheader", "--format=%T"]);
                string state = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
                return state.Trim() == "idle";
            },
            "an idle node");
    }

    private string Configuration(string host) => $"""
        ClusterName=gdoisim
        SlurmctldHost={host}(127.0.0.1)
        SlurmctldPort={FreePort()}
        SlurmdPort={FreePort()}
        SlurmUser=root
        SlurmdUser=root
        AuthType=auth/munge
        AuthInfo=socket={_folder["munge.socket"]}
        CryptoType=crypto/munge
        StateSaveLocation={_folder["state"]}
        SlurmdSpoolDir={_folder["spool"]}
        SlurmctldPidFile={_folder["slurmctld.pid"]}
        SlurmdPidFile={_folder["slurmd.pid"]}
        SlurmctldLogFile={_folder["slurmctld.log"]}
        SlurmdLogFile={_folder["slurmd.log"]}
        ProctrackType=proctrack/linuxproc
        TaskPlugin=task/none
        JobAcctGatherType=jobacct_gather/none
        AccountingStorageType=accounting_storage/none
        JobCompType=jobcomp/filetxt
        JobCompLoc={_folder["jobcomp.txt"]}
        MpiDefault=none
        SwitchType=switch/none
        SelectType=select/cons_tres
        SelectTypeParameters=CR_Core
        ReturnToService=2
        JobRequeue=1
        KillWait=5
        PropagateResourceLimits=NONE
        NodeName={host} NodeAddr=127.0.0.1 CPUs=2 RealMemory=2000 State=UNKNOWN
        PartitionName=main Nodes={host} Default=YES MaxTime=INFINITE State=UP

        """;

    private Process Begin(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(PathOf(program)!, arguments)
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SLURM_CONF"] = _folder["slurm.conf"];
        return Process.Start(start)!;
    }

    private string Logs() => string.Concat(
        Directory.EnumerateFiles(_folder.Path, "*.log").Select(path => $"\n--- {path}\n{File.ReadAllText(path)}"));

    private static int FreePort()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return port;
    }

    // The daemons of Debian stand where only root's path leads.
    private static string? PathOf(string program) =>
        ((string[])["/usr/sbin", "/usr/bin", "/sbin", "/bin", .. Environment.GetEnvironmentVariable("PATH")?.Split(':')
            ?? []])
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);
}
