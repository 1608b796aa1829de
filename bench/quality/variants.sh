# The variants of the small pixel-family preset that ablation.sh and cross-validation.sh measure, and what both scripts share.
# It is read with "source", with the variables data, out, threads and cli set.

# NAME|keys of config.json|options of train
variants='preset||
without row and column embeddings|"row_column_embedding": false|
without neighbours|"neighbors": []|
without masks||--mask-fraction 0
raster order only|"pixel_order": "raster"|
without colour features|"color_features": false|--recolor false
without colour pointer|"pointer_size": 0|
without flips||--flip false
without rotations||--rotate false
without shifts||--max-shift 0
without recolouring||--recolor false
without augmentation embeddings|"augmentation_embedding": false|
without 2-D RoPE|"position_embedding": "none"|
without query-key norm|"query_key_norm": false|
with tied head|"tie_word_embeddings": true|
with value residuals|"value_residual": true|
without colour dropout|"color_dropout": 0|
without dropout|"embedding_dropout": 0, "residual_dropout": 0|
without averaged weights||--ema 0
with decay of all parameters||--decay-matrices-only false
with double learning rate||--lr 0.012
with fourfold learning rate||--lr 0.024
with Muon||--optimizer muon
with Muon, half learning rate||--optimizer muon --lr 0.003
with Muon, double learning rate||--optimizer muon --lr 0.012
with Muon, fourfold learning rate||--optimizer muon --lr 0.024
with Muon, fourfold learning rate for Muon only||--optimizer muon --muon-lr 0.024
with Muon, eightfold learning rate for Muon only||--optimizer muon --muon-lr 0.048
with Muon, fourfold learning rate, and value residuals|"value_residual": true|--optimizer muon --lr 0.024'

pixelgpt() { dotnet "$cli" "$@" --threads "$threads" --quiet; }

# measure NAME KEYS OPTIONS DATA SEED RUN SPLIT: trains a variant and scores a split, unless the run has a score.
measure() {
    local name=$1 keys=$2 options=$3 source=$4 seed=$5 run=$6 split=$7 config="$out/${1// /-}.json" order='"pixel_order": "any", '
    if [ -e "$run/evaluation.json" ]; then return; fi
    if [[ $keys == *pixel_order* ]]; then order=; fi
    printf '{ "model_type": "pixelgpt", '"$order"'"hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2%s }\n' "${keys:+, $keys}" > "$config"
    rm -rf "$run"
    # shellcheck disable=SC2086
    pixelgpt train --data "$source" --config "$config" --seed "$seed" --out "$run" ${EPOCHS:+--epochs $EPOCHS} $options > /dev/null
    pixelgpt evaluate "$run" --split "$split" --samples 0 --no-fid > /dev/null
}

# score RUN KEY: prints a value of the evaluation of a run, such as nll.
score() { sed -n 's/^ *"'"$2"'": \([0-9.]*\),$/\1/p' "$1/evaluation.json" | head -n 1; }
