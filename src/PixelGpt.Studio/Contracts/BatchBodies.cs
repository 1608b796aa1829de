using Microsoft.AspNetCore.Mvc;

namespace PixelGpt.Studio.Contracts;

/// <summary>Several pictures to complete.</summary>
/// <param name="Requests">The requests, 1 to 64.</param>
internal sealed record BatchBody(IReadOnlyList<CompletionBody> Requests);

/// <summary>The results of a batch.</summary>
/// <param name="Results">One result per request, in the order of the requests.</param>
internal sealed record BatchResultBody(IReadOnlyList<BatchItem> Results);

/// <summary>The result of one request of a batch: completions or a problem.</summary>
/// <param name="Completions">The completions; null if the request failed.</param>
/// <param name="Problem">Why the request failed; null if it succeeded.</param>
internal sealed record BatchItem(CompletionsBody? Completions, ProblemDetails? Problem);
