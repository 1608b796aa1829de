using System.Collections.Immutable;

namespace PixelGpt.Models;

/// <summary>The names of a family's modules in its state dict, without <c>.weight</c> and <c>.bias</c>. <c>{0}</c> stands for the index of the layer.</summary>
public sealed record ParameterNames
{
    /// <summary>The names of Llama in Hugging Face transformers, and of the parts that only the pixel family has.</summary>
    public static ParameterNames Default { get; } = new()
    {
        TokenEmbedding = "model.embed_tokens",
        PositionEmbedding = "model.embed_positions",
        RowEmbedding = "model.embed_rows",
        ColumnEmbedding = "model.embed_columns",
        RowsLeftEmbedding = "model.embed_rows_left",
        ColumnsLeftEmbedding = "model.embed_columns_left",
        OrientationEmbedding = "model.embed_orientations",
        ShiftXEmbedding = "model.embed_shifts_x",
        ShiftYEmbedding = "model.embed_shifts_y",
        NeighborEmbedding = "model.embed_neighbors.{0}",
        AttentionNorm = "model.layers.{0}.input_layernorm",
        AttentionInput = ["model.layers.{0}.self_attn.q_proj", "model.layers.{0}.self_attn.k_proj", "model.layers.{0}.self_attn.v_proj"],
        QueryKeyNorm = ("model.layers.{0}.self_attn.q_norm", "model.layers.{0}.self_attn.k_norm"),
        ValueResidual = "model.layers.{0}.self_attn.value_residual",
        AttentionOutput = "model.layers.{0}.self_attn.o_proj",
        MlpNorm = "model.layers.{0}.post_attention_layernorm",
        MlpGate = "model.layers.{0}.mlp.gate_proj",
        MlpUp = "model.layers.{0}.mlp.up_proj",
        MlpDown = "model.layers.{0}.mlp.down_proj",
        FinalNorm = "model.norm",
        ColorPointer = "model.pointer.qk_gate_proj",
        Head = "lm_head",
    };

    /// <summary>The token embedding.</summary>
    public required string TokenEmbedding { get; init; }

    /// <summary>The learned position embedding; empty if there is none.</summary>
    public string PositionEmbedding { get; init; } = "";

    /// <summary>The embedding of the row of the pixel to be predicted; empty if there is none.</summary>
    public string RowEmbedding { get; init; } = "";

    /// <summary>The embedding of the column of the pixel to be predicted; empty if there is none.</summary>
    public string ColumnEmbedding { get; init; } = "";

    /// <summary>The embedding of the number of rows below the pixel to be predicted; empty if there is none.</summary>
    public string RowsLeftEmbedding { get; init; } = "";

    /// <summary>The embedding of the number of columns to the right of the pixel to be predicted; empty if there is none.</summary>
    public string ColumnsLeftEmbedding { get; init; } = "";

    /// <summary>The embedding of a rotation or flip by augmentation; empty if there is none.</summary>
    public string OrientationEmbedding { get; init; } = "";

    /// <summary>The embedding of a horizontal shift by augmentation; empty if there is none.</summary>
    public string ShiftXEmbedding { get; init; } = "";

    /// <summary>The embedding of a vertical shift by augmentation; empty if there is none.</summary>
    public string ShiftYEmbedding { get; init; } = "";

    /// <summary>The embedding of the condition of a picture, see <see cref="TransformerDescription.Conditions"/>; unused without conditions.</summary>
    public string ConditionEmbedding { get; init; } = "model.embed_conditions";

    /// <summary>The embeddings of neighbour colours, where <c>{0}</c> stands for the index of the neighbour; empty if there are none.</summary>
    public string NeighborEmbedding { get; init; } = "";

    /// <summary>The prefix of the parts of a composed block, see <see cref="TransformerDescription.Block"/>.</summary>
    public string Block { get; init; } = "model.layers.{0}";

    /// <summary>The norm before attention.</summary>
    public required string AttentionNorm { get; init; }

    /// <summary>The projection to queries, keys and values: one name if it is fused, otherwise three names.</summary>
    public required ImmutableArray<string> AttentionInput { get; init; }

    /// <summary>The norms of queries and keys; unused without query-key norm.</summary>
    public (string Query, string Key) QueryKeyNorm { get; init; }

    /// <summary>The share of the first layer's values; unused without value residuals.</summary>
    public string ValueResidual { get; init; } = "";

    /// <summary>The output projection of attention.</summary>
    public required string AttentionOutput { get; init; }

    /// <summary>The norm before the MLP.</summary>
    public required string MlpNorm { get; init; }

    /// <summary>The gate projection of the MLP; empty if there is none.</summary>
    public string MlpGate { get; init; } = "";

    /// <summary>The up projection of the MLP.</summary>
    public required string MlpUp { get; init; }

    /// <summary>The down projection of the MLP.</summary>
    public required string MlpDown { get; init; }

    /// <summary>The norm before the head.</summary>
    public required string FinalNorm { get; init; }

    /// <summary>The projection of the colour pointer to query, key and gate; empty if there is none.</summary>
    public string ColorPointer { get; init; } = "";

    /// <summary>The output head; unused if it is tied to the token embedding.</summary>
    public required string Head { get; init; }
}
