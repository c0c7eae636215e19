using GdoiSim.Analysis.Calibration;
using GdoiSim.Protocol;

namespace GdoiSim.Bench.Acknowledgements;

/// <summary>
/// So many acknowledgements that a measurement is long enough, for a group of any size: of a small group, several
/// rekeys that all members answer.
/// </summary>
internal sealed class AckArrivals
{
    /// <summary>Datagrams of one measurement.</summary>
    public const int Count = 64_000;

    private readonly MeasuredGroup _group;
    private readonly AckReceiver _pipeline;
    private readonly PlainAckReceiver _hashData;
    private readonly PlainAckReceiver _bouncyCastle;
    private readonly List<(ReceivedAcknowledgements Datagrams, int Count)> _rounds = [];

    /// <param name="type">The kind of acknowledgement.</param>
    /// <param name="members">Members, all resident.</param>
    /// <param name="badShare">Share of bad datagrams, of each kind alike many.</param>
    public AckArrivals(KekAckRequested type, int members, double badShare)
    {
        _group = new MeasuredGroup(members, type, seed: 1);
        byte[][] keys = _group.AckKeyOctets();
        _pipeline = new AckReceiver(_group, 0, members);
        _pipeline.Ledger.BeginRekey(_group.Present.Rekey);
        _hashData = new HashDataAckReceiver(_group, keys, 0, members);
        _bouncyCastle = new BouncyCastleAckReceiver(_group, keys, 0, members);
        int datagrams = (int)(members / (1 - badShare));
        for (int left = Count; left > 0; left -= datagrams)
        {
            var counts = new Dictionary<AckKind, int> { [AckKind.Good] = members };
            AckKind[] bad = [AckKind.Forged, AckKind.Replayed, AckKind.Malformed, AckKind.UnknownGroup];
            for (int i = 0; i < bad.Length; i++)
            {
                counts[bad[i]] = (datagrams - members + i) / bad.Length;
            }

            var round = new ReceivedAcknowledgements(_group, 0, members, counts);
            _rounds.Add((round, Math.Min(left, round.Count)));
        }
    }

    /// <summary>Has the members answer new rekeys, for a measurement of one way.</summary>
    public void Write()
    {
        AcknowledgeAll(_group.Present.Rekey);
        foreach ((ReceivedAcknowledgements datagrams, int count) in _rounds)
        {
            _group.BeginRekey();
            _pipeline.Ledger.BeginRekey(_group.Present.Rekey);
            datagrams.Write(count);
        }
    }

    public int ThroughPipeline() => Take(_pipeline.Receive);

    public int ThroughHashData() => Take(_hashData.Receive);

    public int ThroughBouncyCastle() => Take(_bouncyCastle.Receive);

    // What is replayed in the first round has been answered before, also by those whose answer was not taken.
    private void AcknowledgeAll(int rekey)
    {
        for (int member = 0; member < _group.Members; member++)
        {
            _pipeline.Ledger.Record(rekey, member);
        }

        _hashData.End(rekey);
        _bouncyCastle.End(rekey);
    }

    // A speed at which anything else than the good ones is accepted means nothing.
    private int Take(Func<ReceivedAcknowledgements, int, int, int> receive)
    {
        int accepted = 0, good = 0;
        foreach ((ReceivedAcknowledgements datagrams, int count) in _rounds)
        {
            accepted += receive(datagrams, 0, count);
            good += datagrams.GoodIn(0, count);
        }

        return accepted == good
            ? accepted
            : throw new InvalidOperationException($"{accepted} were accepted, {good} are good");
    }
}
