using GdoiSim.Analysis.Theory;
using GdoiSim.Group;

namespace GdoiSim.Analysis.Planning.ClosedForms;

/// <summary>Acknowledgements accepted evenly between two times.</summary>
internal readonly record struct AcceptedWave(double From, double To, double Members);

/// <summary>
/// A rekey as a fluid: mean losses instead of draws, each transmission a wave of acknowledgements spread evenly over
/// its jitter window, the server a rate μ = c/s with room for K. Drops are max(0, A − μJ − K) (V11), silence after T
/// transmissions is that of V05. Chance, bursts and waves that overlap are left out.
/// </summary>
internal sealed class FluidRekey
{
    private const int MostWaves = 64;
    private const int OctetsOfAnswerInPacket = 28;

    private readonly GroupOptions _options;
    private readonly KeyServerOptions _server;
    private readonly int _ackOctets;
    private readonly List<AcceptedWave> _accepted = [];

    private FluidRekey(GroupOptions options, KeyServerOptions server, IReadOnlyList<FluidClass> classes)
    {
        (_options, _server, Classes) = (options, server, classes);
        _ackOctets = (options.AddressFamily == AddressFamily.IPv6 ? 96 : 84)
            + (options.Acknowledgement is Protocol.KekAckRequested.KekSha512 or Protocol.KekAckRequested.LkhSha512
                ? 32
                : 0);
    }

    /// <summary>The members of the server.</summary>
    public IReadOnlyList<FluidClass> Classes { get; }

    /// <summary>What was accepted when.</summary>
    public IReadOnlyList<AcceptedWave> Accepted => _accepted;

    /// <summary>Answers sent.</summary>
    public double Sent { get; private set; }

    /// <summary>Answers that reached the socket.</summary>
    public double Arrived { get; private set; }

    /// <summary>Answers that found the link's queue full.</summary>
    public double LinkDropped { get; private set; }

    /// <summary>Answers that found the socket's buffer full.</summary>
    public double Dropped { get; private set; }

    /// <summary>Answers of members that were acknowledged already.</summary>
    public double Duplicate { get; private set; }

    /// <summary>Transmissions.</summary>
    public int Transmissions { get; private set; }

    /// <summary>The most that waited.</summary>
    public double Depth { get; private set; }

    /// <summary>When the server gives up waiting, in seconds from the first transmission.</summary>
    public double DecidedSeconds { get; private set; }

    /// <summary>Acknowledged, but too late.</summary>
    public double Late => _accepted.Sum(wave => wave.To <= DecidedSeconds ? 0
        : wave.From >= DecidedSeconds ? wave.Members
        : wave.Members * (wave.To - DecidedSeconds) / (wave.To - wave.From));

    /// <summary>The first and largest wave in words.</summary>
    public string Words { get; private set; } = "";

    /// <summary>Rekeys the members of one server.</summary>
    /// <param name="options">The group.</param>
    /// <param name="index">The server.</param>
    public static FluidRekey Of(GroupOptions options, int index)
    {
        var server = options.KeyServers[index];
        var share = server.Share / options.KeyServers.Sum(other => other.Share);
        var total = options.Profiles.Sum(profile => profile.Share);
        var fluid = new FluidRekey(
            options,
            server,
            [.. options.Profiles.Select(profile =>
                Class(options, profile, options.Members * share * profile.Share / total))]);
        fluid.Run();
        return fluid;
    }

    private static FluidClass Class(GroupOptions options, MemberProfile profile, double members)
    {
        var network = profile.Network ?? options.Network;
        var (push, ack) = (network.ToMembers, network.ToServer);
        return new FluidClass
        {
            Members = members,
            PushLoss = 1 - ((1 - push.FirstHopLoss) * (1 - push.Loss.MeanLoss)),
            AckLoss = ack.Loss.MeanLoss,
            JitterSeconds = profile.Jitter.ToSeconds(),
            RoundTripSeconds = push.Latency.MeanSeconds + profile.ProcessingTime.MeanSeconds
                + ack.Latency.MeanSeconds,
            Answers = profile.Acknowledges,
            AnswersRepeats = profile.OnDuplicate == DuplicateReaction.Reacknowledge
                || options.Retransmit.Sequence == RetransmitSequence.Next,
        };
    }

    private void Run()
    {
        foreach (var one in Classes)
        {
            one.Begin();
        }

        var waves = 1 + Math.Min(MostWaves, (long)_options.Retransmit.Count);
        for (var wave = 0; wave < waves; wave++)
        {
            var isMulticast = wave == 0 || _options.Retransmit.To == RetransmitTo.Group;
            var unacknowledged = Classes.Sum(one => one.Unacknowledged);
            if (wave > 0 && _options.Retransmit.When == RetransmitWhen.Unacknowledged && unacknowledged < 0.5)
            {
                break;
            }

            Transmissions++;
            foreach (var one in Classes)
            {
                one.Transmit(isMulticast);
            }

            Receive(wave * _options.Retransmit.Interval.ToSeconds(), isMulticast, unacknowledged);
        }

        var last = (Transmissions - 1) * _options.Retransmit.Interval.ToSeconds();
        DecidedSeconds = (_options.Missing.From == MissingFrom.Last ? last : 0) + _options.Missing.After.ToSeconds();
    }

    private void Receive(double start, bool isMulticast, double addressees)
    {
        var sent = Classes.Sum(one => one.Sent);
        var first = Classes.Sum(one => one.First);
        var answers = first + Classes.Sum(one => one.Again);
        Sent += sent;
        if (answers <= 0)
        {
            return;
        }

        var jitter = isMulticast
            ? Classes.Sum(one => one.JitterSeconds * one.Sent) / sent
            : addressees * _server.ServiceTimes.PushSend.MeanSeconds / _server.Cores;
        var trip = Classes.Sum(one => one.RoundTripSeconds * one.Sent) / sent;
        var (arrived, window) = PassLink(answers, jitter);
        var service = ((first * _server.ServiceTimes.Accepted.MeanSeconds)
            + ((answers - first) * _server.ServiceTimes.Duplicate.MeanSeconds)) / answers;
        var rate = service > 0 ? _server.Cores / service : double.PositiveInfinity;
        var room = _server.Cores + Math.Min(
            _server.ReceiveBuffer.Datagrams,
            Math.Floor((double)_server.ReceiveBuffer.Octets / ReceiveBuffer.ChargeFor(_ackOctets)));
        var dropped = double.IsInfinity(rate) ? 0 : Implosion.FluidDrops(arrived, window, rate, room);
        var share = 1 - ((arrived - dropped) / answers);
        var accepted = Classes.Sum(one => one.Take(share));
        var done = start + trip + Implosion.LastDoneSeconds(arrived - dropped, window, rate);
        _accepted.Add(new AcceptedWave(start + trip, done, accepted));
        Arrived += arrived;
        LinkDropped += answers - arrived;
        Dropped += dropped;
        Duplicate += (answers - first) * (1 - share);
        Depth = Math.Max(Depth, Math.Clamp(arrived - (rate * window) - _server.Cores, 0, room - _server.Cores));
        if (Words.Length == 0)
        {
            Words = $"A = {arrived:N0} ACKs over {window:0.###} s against {rate:N0} a second and {room:N0} places: "
                + $"{dropped:N0} dropped (A − μJ − K), the last one done after {done:0.##} s";
        }
    }

    private (double Arrived, double WindowSeconds) PassLink(double answers, double window)
    {
        if (_server.LinkBitsPerSecond == 0)
        {
            return (answers, window);
        }

        double octets = _ackOctets + OctetsOfAnswerInPacket
            + (_options.AddressFamily == AddressFamily.IPv6 ? 20 : 0);
        var rate = _server.LinkBitsPerSecond / (8 * octets);
        var dropped = Implosion.FluidDrops(answers, window, rate, Math.Floor(_server.LinkQueueOctets / octets));
        return (answers - dropped, Implosion.LastDoneSeconds(answers - dropped, window, rate));
    }
}
