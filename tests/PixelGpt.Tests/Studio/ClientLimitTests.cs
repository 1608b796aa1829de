using System.Net;
using Microsoft.AspNetCore.Http;
using PixelGpt.Studio.Configuration;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Inference;
using PixelGpt.Studio.Security;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio;

/// <summary>Who is a client, and how many picture files are decoded at once.</summary>
public sealed class ClientLimitTests
{
    [Fact]
    public void A_client_is_a_key_of_its_own_or_else_an_address()
    {
        Assert.Equal("key alice", NameOf(new KeyHolder("alice", ApiRoles.All)));
        Assert.Equal("192.0.2.7", NameOf(new KeyHolder("api-key", ApiRoles.All)));
        Assert.Equal("192.0.2.7", NameOf(null));
    }

    [Fact]
    public async Task Picture_files_are_decoded_one_per_thread()
    {
        using var work = new PictureWork(new StudioOptions { Threads = 2 });
        using var gate = new ManualResetEventSlim();
        int running = 0, most = 0;
        Task<int>[] all = [.. Enumerable.Range(0, 20).Select(i => work.RunAsync(
            () =>
            {
                int now = Interlocked.Increment(ref running);
                lock (gate) most = Math.Max(most, now);
                gate.Wait(HangGuard.Limit);
                Interlocked.Decrement(ref running);
                return i;
            },
            CancellationToken.None))];
        gate.Set();
        Assert.Equal(Enumerable.Range(0, 20), await Task.WhenAll(all));
        Assert.InRange(most, 1, 2);
    }

    [Fact]
    public async Task A_client_that_has_left_is_not_served_and_too_many_are_rejected()
    {
        using var work = new PictureWork(new StudioOptions { Threads = 1 });
        using var gate = new ManualResetEventSlim();
        var started = new TaskCompletionSource();
        Task<int> first = work.RunAsync(
            () =>
            {
                started.SetResult();
                gate.Wait(HangGuard.Limit);
                return 1;
            },
            CancellationToken.None);
        await started.Task;
        using var leaving = new CancellationTokenSource();
        bool isServed = false;
        Task<bool>[] waiting = [.. Enumerable.Range(0, PictureWork.MaxWaiting).Select(_ => work.RunAsync(() => isServed = true, leaving.Token))];
        ApiException rejected = await Assert.ThrowsAsync<ApiException>(() => work.RunAsync(() => 0, CancellationToken.None));
        Assert.Equal(StatusCodes.Status429TooManyRequests, rejected.Status);
        await leaving.CancelAsync();
        foreach (Task<bool> task in waiting) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        gate.Set();
        Assert.Equal(1, await first);
        Assert.False(isServed);
        Assert.Equal(2, await work.RunAsync(() => 2, CancellationToken.None));
    }

    private static string NameOf(KeyHolder? holder)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.7");
        if (holder is not null) context.Features.Set(holder);
        return ClientName.Of(context);
    }
}
