using GdoiSim.Kernel;

namespace GdoiSim.Group;

/// <content>Requests of registrations, which share link, socket and cores with the acknowledgements.</content>
internal sealed partial class KeyServerNode
{
    private const int StepsBetweenReports = 64;

    private long _steps;

    /// <summary>Requests sent to this server that have not reached its socket.</summary>
    internal long RequestsInFlight => (Registrations?.OnTheWay ?? 0) + _requestsOnLink;

    /// <summary>Requests at the socket or in service.</summary>
    internal long RequestsInServiceOrWaiting => (Registrations?.AtServer ?? 0) - _requestsOnLink;

    /// <summary>
    /// Brings registrations up to an instant, inclusive. The end of a request's service may bring about what happens
    /// before the next arrival, so link, queue and cores go from step to step here.
    /// </summary>
    private void RunRegistrations(SimTime time, Action<SimTime, long> progress, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested && Registrations is { IsActive: true } desk)
        {
            SimTime next = desk.Next;
            if (desk.AtServer > 0)
            {
                SimTime link = _onLink.TryPeek(out (SimTime At, WaitingAcknowledgement) head)
                    ? head.At
                    : SimTime.MaxValue;
                next = SimTime.Min(next, SimTime.Min(link, _station.NextStep));
            }

            if (next > time || next == SimTime.MaxValue)
            {
                return;
            }

            Deliver(next);
            _station.AdvanceTo(next);
            if (++_steps % StepsBetweenReports == 0)
            {
                progress(next, 0);
            }

            if (desk.Next <= next && desk.HandleNext(out Event request))
            {
                Arrive(request, default);
            }
        }
    }

    private void ArriveAtSocket(SimTime at, in Event request)
    {
        _requestsOnLink -= _inbound.BitsPerSecond == 0 ? 0 : 1;
        Registrations!.Tally.Arrive(at);
        int charge = ReceiveBuffer.ChargeFor(Registrations!.OctetsOf(request));
        if (_station.Arrive(at, new WaitingAcknowledgement(request, default), charge))
        {
            NoteDepth(at);
            return;
        }

        Registrations!.Drop(at, atLink: false);
    }
}
