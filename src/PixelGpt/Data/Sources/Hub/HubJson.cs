using System.Text.Json;
using System.Text.Unicode;
using PixelGpt.IO;
using PixelGpt.IO.Web;

namespace PixelGpt.Data.Sources.Hub;

/// <summary>
/// Parses and validates the responses of the dataset viewer (huggingface.co/docs/dataset-viewer, /splits and /rows). A response
/// that violates the viewer's format is a <see cref="FailureException"/>; data that is not sprites or colours is an
/// <see cref="InputException"/>.
/// </summary>
internal static class HubJson
{
    /// <summary>Parses a response of <c>/splits</c>.</summary>
    /// <param name="json">The response.</param>
    /// <param name="where">Name of the data set in error messages.</param>
    public static IReadOnlyList<HubSplit> ParseSplits(ReadOnlyMemory<byte> json, string where) => Parse(json, where, root =>
    {
        var splits = new List<HubSplit>();
        foreach (JsonElement split in Member(root, "splits", JsonValueKind.Array, where).EnumerateArray())
        {
            splits.Add(new HubSplit(
                Member(split, "config", JsonValueKind.String, where).GetString()!, Member(split, "split", JsonValueKind.String, where).GetString()!));
        }

        CheckAllReady(root, "splits", where);
        return splits;
    });

    /// <summary>Parses a response of <c>/parquet</c>.</summary>
    /// <param name="json">The response.</param>
    /// <param name="where">Name of the data set in error messages.</param>
    public static IReadOnlyList<HubFile> ParseParquetFiles(ReadOnlyMemory<byte> json, string where) => Parse(json, where, root =>
    {
        var files = new List<HubFile>();
        foreach (JsonElement file in Member(root, "parquet_files", JsonValueKind.Array, where).EnumerateArray())
        {
            string Text(string name) => Member(file, name, JsonValueKind.String, where).GetString()!;
            if (!Uri.TryCreate(Text("url"), UriKind.Absolute, out Uri? address) || !SafeUri.IsSafe(address))
                throw new FailureException($"{where}: the hub names an unsafe address of a parquet file: {Shown(file.GetProperty("url"))}");
            JsonElement size = Member(file, "size", JsonValueKind.Number, where);
            if (!size.TryGetInt64(out long bytes) || bytes < 0) throw new FailureException($"{where}: the hub reports an invalid file size: {Shown(size)}");
            files.Add(new HubFile(Text("config"), Text("split"), Text("filename"), address, bytes));
        }

        CheckAllReady(root, "parquet files", where);
        if (root.TryGetProperty("partial", out JsonElement partial) && partial.ValueKind != JsonValueKind.False)
            throw new FailureException($"{where}: the hub offers only a part of the data set as parquet files ('partial' is {Shown(partial)})");
        return files.Count > 0 ? files : throw new FailureException($"{where}: the hub has no parquet files of the data set");
    });

    /// <summary>Parses the list of files of a repository (huggingface.co/docs/hub/api, <c>/tree</c>).</summary>
    /// <param name="json">The response.</param>
    /// <param name="where">Name of the data set in error messages.</param>
    public static IReadOnlyList<(string Path, long Size)> ParseTree(ReadOnlyMemory<byte> json, string where) => Parse(json, where, root =>
    {
        if (root.ValueKind != JsonValueKind.Array) throw new FailureException($"{where}: the response of the hub has {Shown(root)} instead of a list of files");
        var files = new List<(string, long)>();
        foreach (JsonElement file in root.EnumerateArray())
        {
            if (Member(file, "type", JsonValueKind.String, where).GetString() != "file") continue;
            JsonElement size = Member(file, "size", JsonValueKind.Number, where);
            files.Add((Member(file, "path", JsonValueKind.String, where).GetString()!, size.TryGetInt64(out long bytes) && bytes >= 0 ? bytes : throw new FailureException($"{where}: the hub reports an invalid file size: {Shown(size)}")));
        }

        return files;
    });

    /// <summary>Parses a response of <c>/rows</c>.</summary>
    /// <param name="json">The response.</param>
    /// <param name="column">Column to read; its values must be lists of integers.</param>
    /// <param name="offset">Index of the first requested row.</param>
    /// <param name="where">Name of the data set and split in error messages.</param>
    public static HubPage ParseRows(ReadOnlyMemory<byte> json, string column, int offset, string where) => Parse(json, where, root =>
    {
        CheckColumn(root, column, where);
        if (Member(root, "partial", null, where).ValueKind != JsonValueKind.False)
            throw new FailureException($"{where}: the hub offers only a part of the split ('partial' is {Shown(root.GetProperty("partial"))})");
        JsonElement total = Member(root, "num_rows_total", JsonValueKind.Number, where);
        if (!total.TryGetInt32(out int count) || count < 0)
            throw new FailureException($"{where}: the hub reports an invalid number of rows: {Shown(total)} ('num_rows_total')");
        var rows = new List<int[]>();
        foreach (JsonElement item in Member(root, "rows", JsonValueKind.Array, where).EnumerateArray())
        {
            int expected = offset + rows.Count;
            JsonElement index = Member(item, "row_idx", JsonValueKind.Number, where);
            if (!index.TryGetInt32(out int row) || row != expected)
                throw new FailureException($"{where}: the hub sent row {Shown(index)} instead of row {expected} ('row_idx')");
            string here = $"{where}, row {row}";
            JsonElement truncated = Member(item, "truncated_cells", JsonValueKind.Array, here);
            if (truncated.GetArrayLength() > 0)
                throw new FailureException($"{here}: the hub truncated the cells {Shown(truncated)} ('truncated_cells')");
            rows.Add(Integers(Member(item, "row", JsonValueKind.Object, here), column, here));
        }

        return new HubPage(count, rows);
    });

    private static void CheckAllReady(JsonElement root, string what, string where)
    {
        foreach (string unready in (string[])["pending", "failed"])
        {
            JsonElement list = Member(root, unready, JsonValueKind.Array, where);
            if (list.GetArrayLength() > 0)
                throw new FailureException($"{where}: the hub reports {unready} {what}: {Shown(list[0])}; try again later");
        }
    }

    private static T Parse<T>(ReadOnlyMemory<byte> json, string where, Func<JsonElement, T> read)
    {
        if (!Utf8.IsValid(json.Span)) throw new FailureException($"{where}: the response of the hub is not valid UTF-8");
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, InputJson.Strict);
            return read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new FailureException($"{where}: the response of the hub is not valid JSON: {JsonFault.Describe(e)}", e);
        }
        catch (InvalidOperationException e)
        {
            throw new FailureException($"{where}: the response of the hub contains invalid Unicode", e); // an unpaired \ud800
        }
    }

    /// <summary>Returns a property of an object, and checks its kind unless that is null.</summary>
    private static JsonElement Member(JsonElement parent, string name, JsonValueKind? kind, string where)
    {
        if (parent.ValueKind != JsonValueKind.Object) throw new FailureException($"{where}: the response of the hub has {Shown(parent)} instead of an object with '{name}'");
        if (!parent.TryGetProperty(name, out JsonElement member)) throw new FailureException($"{where}: the response of the hub has no '{name}'");
        return kind is null || member.ValueKind == kind
            ? member
            : throw new FailureException($"{where}: '{name}' in the response of the hub must be of type {kind} (got {Shown(member)})");
    }

    private static void CheckColumn(JsonElement root, string column, string where)
    {
        string[] columns = [.. Member(root, "features", JsonValueKind.Array, where).EnumerateArray()
            .Select(f => Member(f, "name", JsonValueKind.String, where).GetString()!)];
        if (!columns.Contains(column))
            throw new InputException($"{where}: there is no column '{column}'; the columns are {Excerpt.Of(string.Join(", ", columns), 200)}; choose one with --column");
    }

    private static int[] Integers(JsonElement row, string column, string here)
    {
        if (!row.TryGetProperty(column, out JsonElement list)) throw new InputException($"{here}: there is no '{column}'");
        if (list.ValueKind != JsonValueKind.Array) throw new InputException($"{here}: '{column}' must be a list of integers (got {Shown(list)})");
        int[] values = new int[list.GetArrayLength()];
        int i = 0;
        foreach (JsonElement value in list.EnumerateArray())
        {
            if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out values[i]))
                throw new InputException($"{here}: {column}[{i}] must be an integer (got {Shown(value)})");
            i++;
        }

        return values;
    }

    private static string Shown(JsonElement element) => Excerpt.Of(element.GetRawText(), 100);
}
