using GdoiSim.Kernel;

namespace GdoiSim.Group;

/// <content>Timers that run out, and what silence leads to.</content>
internal sealed partial class RekeyController
{
    private void HandleTimer(KeyServerNode server, ServerTimerKind kind, int rekey, SimTime now)
    {
        _timers.Remove((server.Index, kind, rekey));
        _output.Clear();
        server.Policy.Handle(kind, rekey, now, _output);
        if (kind == ServerTimerKind.Missing)
        {
            _recorder.Tally(rekey, server.Index).IsDeclared = true;
        }

        CarryOut(server, now);
    }

    private void Declare(KeyServerNode server, in MissingMember missing, SimTime now)
    {
        int member = missing.Member;
        RekeyTally tally = _recorder.Tally(missing.Rekey, server.Index);
        bool holdsKey = _group.Members.TekGeneration(member) >= missing.Rekey;
        OnlineInterval online = _group.Population.Find(member, now);
        tally.Miss(member, _group.Population.ProfileOf[member], holdsKey);
        Fingerprint.Add(now, ArrivalEvent.MissStep, member, (ulong)missing.Rekey);
        _group.Trace.Note(now, missing.Rekey, member, holdsKey ? "missing.false" : "missing");
        if (!online.IsOnline)
        {
            _recorder.Detect(member, online.From, now);
        }

        if (!missing.Evicted)
        {
            return;
        }

        bool healthy = online.IsOnline && _group.Members.TekGeneration(member) >= _group.Keys.NewestTransmittedTek;
        tally.Evict(healthy);
        if (healthy)
        {
            _recorder.EvictHealthy(member);
        }

        Fingerprint.Add(now, ArrivalEvent.EvictionStep, member, healthy ? 1UL : 0);
        _recorder.Leave(server.Index, _group.Population.ProfileOf[member]);
        _group.Trace.Note(now, missing.Rekey, member, healthy ? "evicted.healthy" : "evicted");
        _updates?.Leave(member, now);
        _recovery.Schedule(member, online, now);
    }
}
