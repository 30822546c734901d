@words1 = internal unnamed_addr constant [4 x i32] [i32 2, i32 3, i32 4, i32 5], align 4
declare i64 @llvm.smin.i64(i64, i64)
declare i64 @llvm.smax.i64(i64, i64)
declare <8 x float> @llvm.masked.load.v8f32.p0(ptr, i32, <8 x i1>, <8 x float>)
declare void @llvm.masked.store.v8f32.p0(<8 x float>, ptr, i32, <8 x i1>)
declare void @llvm.prefetch.p0(ptr, i32, i32, i32)
declare <8 x float> @llvm.fma.v8f32(<8 x float>, <8 x float>, <8 x float>)
define i64 @program(ptr noalias %bufs, ptr noalias %dims, ptr %ctx) nounwind "no-builtins" {
entry:
  %v1 = alloca i64, i64 6, align 16
  %v2 = alloca i64, i64 9, align 16
  %v3 = alloca i64, i64 1, align 8
  br label %start
start:
  %v4 = load i64, ptr %dims, align 8
  store i64 0, ptr %v3, align 8
  store i64 %v4, ptr %v2, align 8
  %v5 = getelementptr inbounds i64, ptr %v1, i64 2
  br label %b6
b6:
  %i9 = phi i64 [ 0, %start ], [ %v14, %b7 ]
  %v10 = icmp slt i64 %i9, 4
  br i1 %v10, label %b7, label %b8
b7:
  %v11 = getelementptr inbounds ptr, ptr %bufs, i64 %i9
  %v12 = load ptr, ptr %v11, align 8
  %v13 = getelementptr inbounds ptr, ptr %v5, i64 %i9
  store ptr %v12, ptr %v13, align 8
  %v14 = add nsw i64 %i9, 1
  br label %b6
b8:
  %v15 = getelementptr inbounds i64, ptr %v2, i64 1
  store ptr %ctx, ptr %v15, align 8
  %v16 = getelementptr inbounds i64, ptr %v2, i64 2
  call void @copy_words(ptr %v16, ptr %v1, ptr @words1, i64 4)
  %v17 = load i64, ptr %v3, align 8
  %v18 = icmp eq i64 %v17, 0
  br i1 %v18, label %b19, label %b20
b19:
  call void @launch0(ptr %ctx, ptr %v2, ptr %v3, i64 4611686022722355200)
  br label %b20
b20:
  %v21 = load i64, ptr %v3, align 8
  %v22 = getelementptr inbounds i64, ptr %ctx, i64 4
  %v23 = load i64, ptr %v22, align 8
  %v24 = icmp eq i64 %v21, 0
  %v25 = select i1 %v24, i64 %v23, i64 %v21
  ret i64 %v25
}
define internal void @copy_words(ptr %to, ptr %from, ptr %table, i64 %n) nounwind "no-builtins" {
entry:
  br label %start
start:
  br label %b1
b1:
  %i4 = phi i64 [ 0, %start ], [ %v12, %b2 ]
  %v5 = icmp slt i64 %i4, %n
  br i1 %v5, label %b2, label %b3
b2:
  %v6 = getelementptr inbounds i32, ptr %table, i64 %i4
  %v7 = load i32, ptr %v6, align 4
  %v8 = zext i32 %v7 to i64
  %v9 = getelementptr inbounds i64, ptr %from, i64 %v8
  %v10 = load i64, ptr %v9, align 8
  %v11 = getelementptr inbounds i64, ptr %to, i64 %i4
  store i64 %v10, ptr %v11, align 8
  %v12 = add nsw i64 %i4, 1
  br label %b1
b3:
  ret void
}
define internal void @launch0(ptr %ctx, ptr %handed, ptr %status, i64 %what) nounwind "no-builtins" {
entry:
  %v79 = alloca ptr, i64 1, align 8
  %v80 = alloca i8, i64 1024, align 64
  %v93 = alloca ptr, i64 1, align 8
  %v94 = alloca i8, i64 1024, align 64
  br label %start
start:
  %v1 = load i64, ptr %handed, align 8
  %v2 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v3 = load i64, ptr %v2, align 8
  %v4 = getelementptr inbounds i64, ptr %handed, i64 2
  %v5 = load ptr, ptr %v4, align 8
  %v6 = getelementptr inbounds i64, ptr %handed, i64 3
  %v7 = load ptr, ptr %v6, align 8
  %v8 = getelementptr inbounds i64, ptr %handed, i64 2
  %v9 = load ptr, ptr %v8, align 8
  %v10 = mul nsw i64 %v1, 32
  %v11 = mul nsw i64 %v10, 64
  %v12 = mul nsw i64 %v3, 2
  %v13 = udiv i64 %v11, 131072
  %v14 = call i64 @llvm.smin.i64(i64 %v12, i64 %v13)
  %v15 = call i64 @llvm.smax.i64(i64 1, i64 %v14)
  %v16 = add nsw i64 %v1, 5
  %v17 = udiv i64 %v16, 6
  %v18 = icmp sge i64 %v1, 256
  %v19 = icmp sge i64 %v1, 32
  %v20 = and i1 %v18, %v19
  %v21 = mul nsw i64 %v1, 2
  %v22 = icmp sge i64 32, %v21
  %v23 = and i1 %v22, %v20
  %v24 = mul nsw i64 %v15, 8
  %v25 = icmp sge i64 2, %v24
  %v26 = and i1 %v23, %v25
  %v27 = xor i1 %v26, true
  %v28 = and i1 %v20, %v27
  %v29 = mul nsw i64 %v15, 16
  %v30 = icmp sge i64 %v17, %v29
  %v31 = and i1 %v28, %v30
  %v32 = or i1 %v31, %v26
  %v33 = icmp sgt i64 %v15, 1
  %v34 = and i1 %v32, %v33
  %v35 = mul nsw i64 %v15, 2
  %v36 = select i1 %v34, i64 %v35, i64 %v15
  %v37 = udiv i64 %v17, 4
  %v38 = select i1 %v28, i64 %v37, i64 2
  %v39 = call i64 @llvm.smin.i64(i64 %v36, i64 %v38)
  %v40 = call i64 @llvm.smax.i64(i64 1, i64 %v39)
  %v41 = udiv i64 %v17, 2
  %v42 = select i1 %v28, i64 0, i64 %v41
  %v43 = sub nsw i64 %v40, 1
  %v44 = add nsw i64 %v36, %v43
  %v45 = udiv i64 %v44, %v40
  %v46 = call i64 @llvm.smin.i64(i64 %v45, i64 %v42)
  %v47 = call i64 @llvm.smax.i64(i64 1, i64 %v46)
  %v48 = select i1 %v28, i64 %v40, i64 %v47
  %v49 = select i1 %v28, i64 %v47, i64 %v40
  %v50 = select i1 %v28, i64 %v48, i64 %v49
  %v51 = icmp sge i64 %v1, 256
  %v52 = mul nsw i64 %v1, 64
  %v53 = call i64 @llvm.smax.i64(i64 %v52, i64 2048)
  %v54 = icmp sle i64 %v53, 16777216
  %v55 = icmp eq i64 %v49, 1
  %v56 = icmp eq i64 %v48, 1
  %v57 = mul nsw i64 %v49, %v48
  %v58 = call i64 @llvm.smin.i64(i64 %v1, i64 32)
  %v59 = call i64 @llvm.smin.i64(i64 %v58, i64 1)
  %v60 = mul nsw i64 %v57, %v59
  %v61 = add nsw i64 %v1, 5
  %v62 = udiv i64 %v61, 6
  %v63 = udiv i64 %v62, %v48
  %v64 = mul nsw i64 %v63, %v48
  %v65 = sub nsw i64 %v62, %v64
  %v66 = udiv i64 2, %v49
  %v67 = mul nsw i64 %v66, %v49
  %v68 = sub nsw i64 2, %v67
  %v69 = call i64 @llvm.smax.i64(i64 %v15, i64 %v36)
  %v70 = call i64 @llvm.smin.i64(i64 %v60, i64 %v69)
  %v71 = add nsw i64 %v1, 5
  %v72 = udiv i64 %v71, 6
  %v73 = mul nsw i64 %v72, 24
  %v74 = mul nsw i64 %v73, 64
  %v75 = add nsw i64 %v72, 20
  %v76 = udiv i64 %v75, 21
  %v77 = add nsw i64 %v74, 64
  %v78 = mul nsw i64 %v3, 2
  store ptr %v80, ptr %v79, align 8
  %v81 = icmp sgt i64 0, 1024
  br i1 %v81, label %b82, label %b83
b82:
  %v84 = getelementptr inbounds i64, ptr %ctx, i64 1
  %v85 = load ptr, ptr %v84, align 8
  %v86 = call ptr %v85(i64 0)
  store ptr %v86, ptr %v79, align 8
  %v87 = icmp eq ptr %v86, null
  br i1 %v87, label %b88, label %b89
b88:
  store i64 2, ptr %status, align 8
  %v90 = getelementptr inbounds i64, ptr %ctx, i64 5
  store i64 0, ptr %v90, align 8
  br label %b89
b89:
  br label %b83
b83:
  %v91 = load ptr, ptr %v79, align 8
  %v92 = getelementptr inbounds i64, ptr %handed, i64 7
  store ptr %v91, ptr %v92, align 8
  store ptr %v94, ptr %v93, align 8
  %v95 = icmp sgt i64 0, 1024
  br i1 %v95, label %b96, label %b97
b96:
  %v98 = getelementptr inbounds i64, ptr %ctx, i64 1
  %v99 = load ptr, ptr %v98, align 8
  %v100 = call ptr %v99(i64 0)
  store ptr %v100, ptr %v93, align 8
  %v101 = icmp eq ptr %v100, null
  br i1 %v101, label %b102, label %b103
b102:
  store i64 2, ptr %status, align 8
  %v104 = getelementptr inbounds i64, ptr %ctx, i64 5
  store i64 0, ptr %v104, align 8
  br label %b103
b103:
  br label %b97
b97:
  %v105 = load ptr, ptr %v93, align 8
  %v106 = getelementptr inbounds i64, ptr %handed, i64 8
  store ptr %v105, ptr %v106, align 8
  %v107 = load i64, ptr %status, align 8
  %v108 = icmp eq i64 %v107, 0
  br i1 %v108, label %b109, label %b110
b109:
  %v111 = or i64 %what, 1
  %v112 = call i64 @run_tasks(ptr %ctx, ptr @group0_1_matmul, ptr %handed, i64 %v70, i64 %v111)
  store i64 %v112, ptr %status, align 8
  br label %b110
b110:
  br i1 %v95, label %b113, label %b114
b113:
  %v115 = icmp ne ptr %v105, null
  br i1 %v115, label %b116, label %b117
b116:
  %v118 = getelementptr inbounds i64, ptr %ctx, i64 2
  %v119 = load ptr, ptr %v118, align 8
  call void %v119(ptr %v105, i64 0)
  br label %b117
b117:
  br label %b114
b114:
  br i1 %v81, label %b120, label %b121
b120:
  %v122 = icmp ne ptr %v91, null
  br i1 %v122, label %b123, label %b124
b123:
  %v125 = getelementptr inbounds i64, ptr %ctx, i64 2
  %v126 = load ptr, ptr %v125, align 8
  call void %v126(ptr %v91, i64 0)
  br label %b124
b124:
  br label %b121
b121:
  ret void
}
define internal void @group0_1_matmul(ptr noalias %frame, i64 %task, i64 %worker) nounwind "no-builtins" {
entry:
  %v95 = alloca i8, i64 8192, align 64
  %v96 = alloca i8, i64 229376, align 64
  %v98 = alloca i8, i64 274432, align 64
  br label %start
start:
  %v1 = load i64, ptr %frame, align 8
  %v2 = getelementptr inbounds i64, ptr %frame, i64 2
  %v3 = load ptr, ptr %v2, align 8
  %v4 = getelementptr inbounds i64, ptr %frame, i64 3
  %v5 = load ptr, ptr %v4, align 8
  %v6 = getelementptr inbounds i64, ptr %frame, i64 4
  %v7 = load ptr, ptr %v6, align 8
  %v8 = getelementptr inbounds i64, ptr %frame, i64 5
  %v9 = load ptr, ptr %v8, align 8
  %v10 = getelementptr inbounds i64, ptr %frame, i64 1
  %v11 = load ptr, ptr %v10, align 8
  %v12 = getelementptr inbounds i64, ptr %v11, i64 3
  %v13 = load i64, ptr %v12, align 8
  %v14 = getelementptr inbounds i64, ptr %frame, i64 7
  %v15 = load ptr, ptr %v14, align 8
  %v16 = getelementptr inbounds i64, ptr %frame, i64 8
  %v17 = load ptr, ptr %v16, align 8
  %v18 = mul nsw i64 %v1, 32
  %v19 = mul nsw i64 %v18, 64
  %v20 = mul nsw i64 %v13, 2
  %v21 = udiv i64 %v19, 131072
  %v22 = call i64 @llvm.smin.i64(i64 %v20, i64 %v21)
  %v23 = call i64 @llvm.smax.i64(i64 1, i64 %v22)
  %v24 = add nsw i64 %v1, 5
  %v25 = udiv i64 %v24, 6
  %v26 = icmp sge i64 %v1, 256
  %v27 = icmp sge i64 %v1, 32
  %v28 = and i1 %v26, %v27
  %v29 = mul nsw i64 %v1, 2
  %v30 = icmp sge i64 32, %v29
  %v31 = and i1 %v30, %v28
  %v32 = mul nsw i64 %v23, 8
  %v33 = icmp sge i64 2, %v32
  %v34 = and i1 %v31, %v33
  %v35 = xor i1 %v34, true
  %v36 = and i1 %v28, %v35
  %v37 = mul nsw i64 %v23, 16
  %v38 = icmp sge i64 %v25, %v37
  %v39 = and i1 %v36, %v38
  %v40 = or i1 %v39, %v34
  %v41 = icmp sgt i64 %v23, 1
  %v42 = and i1 %v40, %v41
  %v43 = mul nsw i64 %v23, 2
  %v44 = select i1 %v42, i64 %v43, i64 %v23
  %v45 = udiv i64 %v25, 4
  %v46 = select i1 %v36, i64 %v45, i64 2
  %v47 = call i64 @llvm.smin.i64(i64 %v44, i64 %v46)
  %v48 = call i64 @llvm.smax.i64(i64 1, i64 %v47)
  %v49 = udiv i64 %v25, 2
  %v50 = select i1 %v36, i64 0, i64 %v49
  %v51 = sub nsw i64 %v48, 1
  %v52 = add nsw i64 %v44, %v51
  %v53 = udiv i64 %v52, %v48
  %v54 = call i64 @llvm.smin.i64(i64 %v53, i64 %v50)
  %v55 = call i64 @llvm.smax.i64(i64 1, i64 %v54)
  %v56 = select i1 %v36, i64 %v48, i64 %v55
  %v57 = select i1 %v36, i64 %v55, i64 %v48
  %v58 = select i1 %v36, i64 %v56, i64 %v57
  %v59 = icmp sge i64 %v1, 256
  %v60 = mul nsw i64 %v1, 64
  %v61 = call i64 @llvm.smax.i64(i64 %v60, i64 2048)
  %v62 = icmp sle i64 %v61, 16777216
  %v63 = icmp eq i64 %v57, 1
  %v64 = icmp eq i64 %v56, 1
  %v65 = mul nsw i64 %v57, %v56
  %v66 = call i64 @llvm.smin.i64(i64 %v1, i64 32)
  %v67 = call i64 @llvm.smin.i64(i64 %v66, i64 1)
  %v68 = mul nsw i64 %v65, %v67
  %v69 = add nsw i64 %v1, 5
  %v70 = udiv i64 %v69, 6
  %v71 = udiv i64 %v70, %v56
  %v72 = mul nsw i64 %v71, %v56
  %v73 = sub nsw i64 %v70, %v72
  %v74 = udiv i64 2, %v57
  %v75 = mul nsw i64 %v74, %v57
  %v76 = sub nsw i64 2, %v75
  %v77 = call i64 @llvm.smax.i64(i64 %v23, i64 %v44)
  %v78 = call i64 @llvm.smin.i64(i64 %v68, i64 %v77)
  %v79 = add nsw i64 %v1, 5
  %v80 = udiv i64 %v79, 6
  %v81 = mul nsw i64 %v80, 24
  %v82 = mul nsw i64 %v81, 64
  %v83 = add nsw i64 %v80, 20
  %v84 = udiv i64 %v83, 21
  %v85 = add nsw i64 %v82, 64
  %v86 = mul nsw i64 %v13, 2
  %v87 = icmp sle i64 %v1, 4
  %v88 = add nsw i64 %v1, 5
  %v89 = udiv i64 %v88, 6
  %v90 = call i64 @llvm.smax.i64(i64 1, i64 %v89)
  %v91 = mul nsw i64 %v90, 6
  %v92 = call i64 @llvm.smin.i64(i64 384, i64 %v91)
  %v93 = call i64 @llvm.smin.i64(i64 %v92, i64 24)
  %v94 = call i64 @llvm.smin.i64(i64 %v92, i64 96)
  %v97 = mul nsw i64 %v92, 160
  %v99 = mul nsw i64 %task, %v68
  %v100 = udiv i64 %v99, %v78
  %v101 = add nsw i64 %task, 1
  %v102 = mul nsw i64 %v101, %v68
  %v103 = udiv i64 %v102, %v78
  br label %b104
b104:
  %i107 = phi i64 [ %v100, %start ], [ %v235, %b136 ]
  %v108 = icmp slt i64 %i107, %v103
  br i1 %v108, label %b105, label %b106
b105:
  %v109 = udiv i64 %i107, %v65
  %v110 = urem i64 %i107, %v65
  %v111 = udiv i64 %v110, %v57
  %v112 = urem i64 %v110, %v57
  %v113 = mul nsw i64 %v111, %v71
  %v114 = call i64 @llvm.smin.i64(i64 %v111, i64 %v73)
  %v115 = add nsw i64 %v113, %v114
  %v116 = mul nsw i64 %v115, 6
  %v117 = icmp slt i64 %v111, %v73
  %v118 = zext i1 %v117 to i64
  %v119 = add nsw i64 %v71, %v118
  %v120 = mul nsw i64 %v119, 6
  %v121 = add nsw i64 %v116, %v120
  %v122 = call i64 @llvm.smin.i64(i64 %v1, i64 %v121)
  %v123 = mul nsw i64 %v112, %v74
  %v124 = call i64 @llvm.smin.i64(i64 %v112, i64 %v76)
  %v125 = add nsw i64 %v123, %v124
  %v126 = mul nsw i64 %v125, 16
  %v127 = icmp slt i64 %v112, %v76
  %v128 = zext i1 %v127 to i64
  %v129 = add nsw i64 %v74, %v128
  %v130 = mul nsw i64 %v129, 16
  %v131 = add nsw i64 %v126, %v130
  %v132 = call i64 @llvm.smin.i64(i64 32, i64 %v131)
  %v133 = sub nsw i64 %v132, %v126
  br label %b134
b134:
  %i137 = phi i64 [ 0, %b105 ], [ %v234, %b144 ]
  %v138 = icmp slt i64 %i137, %v133
  br i1 %v138, label %b135, label %b136
b135:
  %v139 = add nsw i64 %v126, %i137
  %v140 = sub nsw i64 %v133, %i137
  %v141 = call i64 @llvm.smin.i64(i64 32, i64 %v140)
  br label %b142
b142:
  %i145 = phi i64 [ %v116, %b135 ], [ %v233, %b166 ]
  %v146 = icmp slt i64 %i145, %v122
  br i1 %v146, label %b143, label %b144
b143:
  %v147 = add nsw i64 %i145, %v92
  %v148 = call i64 @llvm.smin.i64(i64 %v122, i64 %v147)
  %v149 = xor i1 %v87, true
  br i1 %v87, label %b150, label %b151
b150:
  %v152 = mul nsw i64 %i145, 256
  %v153 = getelementptr inbounds i8, ptr %v3, i64 %v152
  %v154 = mul nsw i64 %v139, 256
  %v155 = getelementptr inbounds i8, ptr %v5, i64 %v154
  %v156 = sub nsw i64 %v148, %i145
  call void @mm_float32_few_columns(i64 %v156, i64 %v141, i64 64, ptr %v153, i64 256, i64 4, ptr %v155, i64 256, ptr %v98, i64 160)
  br label %b151
b151:
  br i1 %v149, label %b157, label %b158
b157:
  %v159 = mul nsw i64 %i145, 256
  %v160 = getelementptr inbounds i8, ptr %v3, i64 %v159
  %v161 = mul nsw i64 %v139, 256
  %v162 = getelementptr inbounds i8, ptr %v5, i64 %v161
  %v163 = sub nsw i64 %v148, %i145
  call void @mm_float32_product_columns(i64 %v163, i64 %v141, i64 64, ptr %v160, i64 256, i64 4, ptr %v162, i64 4, i64 256, ptr %v95, i64 32, ptr %v98, i64 160, i64 1, ptr %v96)
  br label %b158
b158:
  br label %b164
b164:
  %i167 = phi i64 [ %i145, %b158 ], [ %v232, %b200 ]
  %v168 = icmp slt i64 %i167, %v148
  br i1 %v168, label %b165, label %b166
b165:
  %v169 = sub nsw i64 %i167, %i145
  %v170 = mul nsw i64 %v169, 160
  %v171 = getelementptr inbounds i8, ptr %v98, i64 %v170
  %v172 = udiv i64 %v141, 8
  %v173 = mul nsw i64 %v172, 8
  br label %b174
b174:
  %i177 = phi i64 [ 0, %b165 ], [ %v197, %b175 ]
  %v178 = icmp slt i64 %i177, %v173
  br i1 %v178, label %b175, label %b176
b175:
  %v179 = mul nsw i64 %i177, 4
  %v180 = getelementptr inbounds i8, ptr %v171, i64 %v179
  %v181 = load <8 x float>, ptr %v180, align 4
  %v182 = add nsw i64 %v139, %i177
  %v183 = add nsw i64 %i167, 1
  %v184 = mul nsw i64 %v183, 32
  %v185 = add nsw i64 %v184, %v182
  %v186 = getelementptr inbounds float, ptr %v9, i64 %v185
  call void @llvm.prefetch.p0(ptr %v186, i32 0, i32 3, i32 1)
  %v187 = getelementptr inbounds float, ptr %v7, i64 %v182
  %v188 = load <8 x float>, ptr %v187, align 4
  %v189 = fadd <8 x float> %v181, %v188
  %v190 = fcmp ogt <8 x float> %v189, splat (float 0x0000000000000000)
  %v191 = fcmp uno <8 x float> %v189, %v189
  %v192 = or <8 x i1> %v190, %v191
  %v193 = select <8 x i1> %v192, <8 x float> %v189, <8 x float> splat (float 0x0000000000000000)
  %v194 = mul nsw i64 %i167, 32
  %v195 = add nsw i64 %v194, %v182
  %v196 = getelementptr inbounds float, ptr %v9, i64 %v195
  store <8 x float> %v193, ptr %v196, align 4
  %v197 = add nsw i64 %i177, 8
  br label %b174
b176:
  %v198 = icmp slt i64 %v173, %v141
  br i1 %v198, label %b199, label %b200
b199:
  %v201 = mul nsw i64 %v173, 4
  %v202 = getelementptr inbounds i8, ptr %v171, i64 %v201
  %v203 = load <8 x float>, ptr %v202, align 4
  %v204 = sub nsw i64 %v141, %v173
  %v205 = call i64 @llvm.smin.i64(i64 %v204, i64 8)
  %v206 = call i64 @llvm.smax.i64(i64 %v205, i64 0)
  %v207 = trunc i64 %v206 to i32
  %v208 = insertelement <8 x i32> poison, i32 %v207, i64 0
  %v209 = shufflevector <8 x i32> %v208, <8 x i32> poison, <8 x i32> zeroinitializer
  %v210 = icmp slt <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>, %v209
  %v211 = call i64 @llvm.smin.i64(i64 %v204, i64 16)
  %v212 = call i64 @llvm.smax.i64(i64 %v211, i64 0)
  %v213 = trunc i64 %v212 to i32
  %v214 = insertelement <8 x i32> poison, i32 %v213, i64 0
  %v215 = shufflevector <8 x i32> %v214, <8 x i32> poison, <8 x i32> zeroinitializer
  %v216 = icmp slt <8 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>, %v215
  %v217 = add nsw i64 %v139, %v173
  %v218 = add nsw i64 %i167, 1
  %v219 = mul nsw i64 %v218, 32
  %v220 = add nsw i64 %v219, %v217
  %v221 = getelementptr inbounds float, ptr %v9, i64 %v220
  call void @llvm.prefetch.p0(ptr %v221, i32 0, i32 3, i32 1)
  %v222 = getelementptr inbounds float, ptr %v7, i64 %v217
  %v223 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v222, i32 4, <8 x i1> %v210, <8 x float> zeroinitializer)
  %v224 = fadd <8 x float> %v203, %v223
  %v225 = fcmp ogt <8 x float> %v224, splat (float 0x0000000000000000)
  %v226 = fcmp uno <8 x float> %v224, %v224
  %v227 = or <8 x i1> %v225, %v226
  %v228 = select <8 x i1> %v227, <8 x float> %v224, <8 x float> splat (float 0x0000000000000000)
  %v229 = mul nsw i64 %i167, 32
  %v230 = add nsw i64 %v229, %v217
  %v231 = getelementptr inbounds float, ptr %v9, i64 %v230
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v228, ptr %v231, i32 4, <8 x i1> %v210)
  br label %b200
b200:
  %v232 = add nsw i64 %i167, 1
  br label %b164
b166:
  %v233 = add nsw i64 %i145, %v92
  br label %b142
b144:
  %v234 = add nsw i64 %i137, 32
  br label %b134
b136:
  %v235 = add nsw i64 %i107, 1
  br label %b104
b106:
  ret void
}
define internal void @mm_float32_few_columns(i64 %m, i64 %n, i64 %k, ptr %a, i64 %am, i64 %ak, ptr %b, i64 %bn, ptr %d, i64 %dm) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  %v1 = alloca float, i64 64, align 64
  %v2 = alloca float, i64 32, align 64
  %v3 = alloca float, i64 2112, align 64
  br label %start
start:
  %v4 = mul nsw i64 %bn, 3
  %v5 = mul nsw i64 %bn, 5
  %v6 = mul nsw i64 %bn, 7
  %v7 = sub nsw i64 %n, 1
  br label %b8
b8:
  %i11 = phi i64 [ 0, %start ], [ %v397, %b27 ]
  %v12 = icmp slt i64 %i11, %n
  br i1 %v12, label %b9, label %b10
b9:
  %v13 = mul nsw i64 %i11, %bn
  %v14 = getelementptr inbounds i8, ptr %b, i64 %v13
  %v15 = sub nsw i64 %n, %i11
  %v16 = icmp sge i64 %v15, 8
  %v17 = sub nsw i64 %n, %i11
  %v18 = call i64 @llvm.smin.i64(i64 %v17, i64 8)
  %v19 = call i64 @llvm.smax.i64(i64 %v18, i64 0)
  %v20 = trunc i64 %v19 to i32
  %v21 = insertelement <8 x i32> poison, i32 %v20, i64 0
  %v22 = shufflevector <8 x i32> %v21, <8 x i32> poison, <8 x i32> zeroinitializer
  %v23 = icmp slt <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>, %v22
  %v24 = call i64 @llvm.smax.i64(i64 %k, i64 1)
  br label %b25
b25:
  %i28 = phi i64 [ 0, %b9 ], [ %v396, %b381 ]
  %v29 = icmp slt i64 %i28, %v24
  br i1 %v29, label %b26, label %b27
b26:
  %v30 = add nsw i64 %i28, 512
  %v31 = call i64 @llvm.smin.i64(i64 %k, i64 %v30)
  br label %b32
b32:
  %i35 = phi i64 [ 0, %b26 ], [ %v39, %b33 ]
  %v36 = icmp slt i64 %i35, %m
  br i1 %v36, label %b33, label %b34
b33:
  %v37 = mul nsw i64 %i35, 32
  %v38 = getelementptr inbounds i8, ptr %v2, i64 %v37
  store <8 x float> zeroinitializer, ptr %v38, align 4
  %v39 = add nsw i64 %i35, 1
  br label %b32
b34:
  %v40 = mul nsw i64 %i28, %ak
  %v41 = getelementptr inbounds i8, ptr %a, i64 %v40
  %v42 = sub nsw i64 %v31, %i28
  br label %b43
b43:
  %i46 = phi i64 [ 0, %b34 ], [ %v69, %b56 ]
  %v47 = icmp slt i64 %i46, %m
  br i1 %v47, label %b44, label %b45
b44:
  %v48 = icmp slt i64 %i46, %m
  %v49 = mul nsw i64 %i46, %am
  %v50 = select i1 %v48, i64 %v49, i64 0
  %v51 = getelementptr inbounds i8, ptr %v41, i64 %v50
  %v52 = mul nsw i64 %i46, 2112
  %v53 = getelementptr inbounds i8, ptr %v3, i64 %v52
  %v57 = icmp eq i64 %ak, 4
  br i1 %v57, label %b54, label %b55
b54:
  call void @mm_float32_copy(i64 1, i64 %v42, ptr %v51, i64 0, ptr %v53, i64 0)
  br label %b56
b55:
  br label %b58
b58:
  %i61 = phi i64 [ 0, %b55 ], [ %v68, %b59 ]
  %v62 = icmp slt i64 %i61, %v42
  br i1 %v62, label %b59, label %b60
b59:
  %v63 = mul nsw i64 %i61, %ak
  %v64 = getelementptr inbounds i8, ptr %v51, i64 %v63
  %v65 = load float, ptr %v64, align 4
  %v66 = mul nsw i64 %i61, 4
  %v67 = getelementptr inbounds i8, ptr %v53, i64 %v66
  store float %v65, ptr %v67, align 4
  %v68 = add nsw i64 %i61, 1
  br label %b58
b60:
  br label %b56
b56:
  %v69 = add nsw i64 %i46, 1
  br label %b43
b45:
  %v70 = mul nsw i64 %i28, 4
  %v71 = getelementptr inbounds i8, ptr %v14, i64 %v70
  %v72 = udiv i64 %v42, 8
  %v73 = mul nsw i64 %v72, 8
  %v74 = select i1 %v16, i64 %v73, i64 0
  br label %b75
b75:
  %i78 = phi i64 [ 0, %b45 ], [ %v256, %b181 ]
  %v79 = icmp slt i64 %i78, %v74
  br i1 %v79, label %b76, label %b77
b76:
  %v80 = mul nsw i64 %i78, 4
  %v81 = getelementptr inbounds i8, ptr %v71, i64 %v80
  %v82 = call ptr asm "", "=r,0"(ptr %v81)
  %v83 = shl i64 %bn, 0
  %v84 = getelementptr inbounds i8, ptr %v82, i64 %v83
  %v85 = shl i64 %bn, 1
  %v86 = getelementptr inbounds i8, ptr %v82, i64 %v85
  %v87 = shl i64 %v4, 0
  %v88 = getelementptr inbounds i8, ptr %v82, i64 %v87
  %v89 = shl i64 %bn, 2
  %v90 = getelementptr inbounds i8, ptr %v82, i64 %v89
  %v91 = shl i64 %v5, 0
  %v92 = getelementptr inbounds i8, ptr %v82, i64 %v91
  %v93 = shl i64 %v4, 1
  %v94 = getelementptr inbounds i8, ptr %v82, i64 %v93
  %v95 = shl i64 %v6, 0
  %v96 = getelementptr inbounds i8, ptr %v82, i64 %v95
  %v97 = mul nsw i64 %i78, 4
  %v98 = getelementptr inbounds i8, ptr %v3, i64 %v97
  %v99 = load <8 x float>, ptr %v82, align 4
  %v100 = load <8 x float>, ptr %v84, align 4
  %v101 = load <8 x float>, ptr %v86, align 4
  %v102 = load <8 x float>, ptr %v88, align 4
  %v103 = load <8 x float>, ptr %v90, align 4
  %v104 = load <8 x float>, ptr %v92, align 4
  %v105 = load <8 x float>, ptr %v94, align 4
  %v106 = load <8 x float>, ptr %v96, align 4
  %v107 = getelementptr inbounds i8, ptr %v82, i64 1024
  call void @llvm.prefetch.p0(ptr %v107, i32 0, i32 2, i32 1)
  %v108 = getelementptr inbounds i8, ptr %v84, i64 1024
  call void @llvm.prefetch.p0(ptr %v108, i32 0, i32 2, i32 1)
  %v109 = getelementptr inbounds i8, ptr %v86, i64 1024
  call void @llvm.prefetch.p0(ptr %v109, i32 0, i32 2, i32 1)
  %v110 = getelementptr inbounds i8, ptr %v88, i64 1024
  call void @llvm.prefetch.p0(ptr %v110, i32 0, i32 2, i32 1)
  %v111 = getelementptr inbounds i8, ptr %v90, i64 1024
  call void @llvm.prefetch.p0(ptr %v111, i32 0, i32 2, i32 1)
  %v112 = getelementptr inbounds i8, ptr %v92, i64 1024
  call void @llvm.prefetch.p0(ptr %v112, i32 0, i32 2, i32 1)
  %v113 = getelementptr inbounds i8, ptr %v94, i64 1024
  call void @llvm.prefetch.p0(ptr %v113, i32 0, i32 2, i32 1)
  %v114 = getelementptr inbounds i8, ptr %v96, i64 1024
  call void @llvm.prefetch.p0(ptr %v114, i32 0, i32 2, i32 1)
  %v115 = shufflevector <8 x float> %v99, <8 x float> %v100, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v116 = shufflevector <8 x float> %v99, <8 x float> %v100, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v117 = shufflevector <8 x float> %v101, <8 x float> %v102, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v118 = shufflevector <8 x float> %v101, <8 x float> %v102, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v119 = shufflevector <8 x float> %v115, <8 x float> %v117, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v120 = shufflevector <8 x float> %v115, <8 x float> %v117, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v121 = shufflevector <8 x float> %v116, <8 x float> %v118, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v122 = shufflevector <8 x float> %v116, <8 x float> %v118, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v123 = shufflevector <8 x float> %v103, <8 x float> %v104, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v124 = shufflevector <8 x float> %v103, <8 x float> %v104, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v125 = shufflevector <8 x float> %v105, <8 x float> %v106, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v126 = shufflevector <8 x float> %v105, <8 x float> %v106, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v127 = shufflevector <8 x float> %v123, <8 x float> %v125, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v128 = shufflevector <8 x float> %v123, <8 x float> %v125, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v129 = shufflevector <8 x float> %v124, <8 x float> %v126, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v130 = shufflevector <8 x float> %v124, <8 x float> %v126, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v131 = shufflevector <8 x float> %v119, <8 x float> %v127, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v132 = shufflevector <8 x float> %v119, <8 x float> %v127, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v133 = shufflevector <8 x float> %v120, <8 x float> %v128, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v134 = shufflevector <8 x float> %v120, <8 x float> %v128, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v135 = shufflevector <8 x float> %v121, <8 x float> %v129, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v136 = shufflevector <8 x float> %v121, <8 x float> %v129, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v137 = shufflevector <8 x float> %v122, <8 x float> %v130, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v138 = shufflevector <8 x float> %v122, <8 x float> %v130, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v139 = icmp sgt i64 %m, 1
  %v140 = load <8 x float>, ptr %v2, align 4
  %v141 = load float, ptr %v98, align 4
  %v142 = insertelement <8 x float> poison, float %v141, i64 0
  %v143 = shufflevector <8 x float> %v142, <8 x float> poison, <8 x i32> zeroinitializer
  %v144 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v143, <8 x float> %v131, <8 x float> %v140)
  %v145 = getelementptr inbounds i8, ptr %v98, i64 4
  %v146 = load float, ptr %v145, align 4
  %v147 = insertelement <8 x float> poison, float %v146, i64 0
  %v148 = shufflevector <8 x float> %v147, <8 x float> poison, <8 x i32> zeroinitializer
  %v149 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v148, <8 x float> %v133, <8 x float> %v144)
  %v150 = getelementptr inbounds i8, ptr %v98, i64 8
  %v151 = load float, ptr %v150, align 4
  %v152 = insertelement <8 x float> poison, float %v151, i64 0
  %v153 = shufflevector <8 x float> %v152, <8 x float> poison, <8 x i32> zeroinitializer
  %v154 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v153, <8 x float> %v135, <8 x float> %v149)
  %v155 = getelementptr inbounds i8, ptr %v98, i64 12
  %v156 = load float, ptr %v155, align 4
  %v157 = insertelement <8 x float> poison, float %v156, i64 0
  %v158 = shufflevector <8 x float> %v157, <8 x float> poison, <8 x i32> zeroinitializer
  %v159 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v158, <8 x float> %v137, <8 x float> %v154)
  %v160 = getelementptr inbounds i8, ptr %v98, i64 16
  %v161 = load float, ptr %v160, align 4
  %v162 = insertelement <8 x float> poison, float %v161, i64 0
  %v163 = shufflevector <8 x float> %v162, <8 x float> poison, <8 x i32> zeroinitializer
  %v164 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v163, <8 x float> %v132, <8 x float> %v159)
  %v165 = getelementptr inbounds i8, ptr %v98, i64 20
  %v166 = load float, ptr %v165, align 4
  %v167 = insertelement <8 x float> poison, float %v166, i64 0
  %v168 = shufflevector <8 x float> %v167, <8 x float> poison, <8 x i32> zeroinitializer
  %v169 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v168, <8 x float> %v134, <8 x float> %v164)
  %v170 = getelementptr inbounds i8, ptr %v98, i64 24
  %v171 = load float, ptr %v170, align 4
  %v172 = insertelement <8 x float> poison, float %v171, i64 0
  %v173 = shufflevector <8 x float> %v172, <8 x float> poison, <8 x i32> zeroinitializer
  %v174 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v173, <8 x float> %v136, <8 x float> %v169)
  %v175 = getelementptr inbounds i8, ptr %v98, i64 28
  %v176 = load float, ptr %v175, align 4
  %v177 = insertelement <8 x float> poison, float %v176, i64 0
  %v178 = shufflevector <8 x float> %v177, <8 x float> poison, <8 x i32> zeroinitializer
  %v179 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v178, <8 x float> %v138, <8 x float> %v174)
  store <8 x float> %v179, ptr %v2, align 4
  br i1 %v139, label %b180, label %b181
b180:
  store <8 x float> %v131, ptr %v1, align 4
  %v182 = getelementptr inbounds i8, ptr %v1, i64 32
  store <8 x float> %v133, ptr %v182, align 4
  %v183 = getelementptr inbounds i8, ptr %v1, i64 64
  store <8 x float> %v135, ptr %v183, align 4
  %v184 = getelementptr inbounds i8, ptr %v1, i64 96
  store <8 x float> %v137, ptr %v184, align 4
  %v185 = getelementptr inbounds i8, ptr %v1, i64 128
  store <8 x float> %v132, ptr %v185, align 4
  %v186 = getelementptr inbounds i8, ptr %v1, i64 160
  store <8 x float> %v134, ptr %v186, align 4
  %v187 = getelementptr inbounds i8, ptr %v1, i64 192
  store <8 x float> %v136, ptr %v187, align 4
  %v188 = getelementptr inbounds i8, ptr %v1, i64 224
  store <8 x float> %v138, ptr %v188, align 4
  br label %b189
b189:
  %i192 = phi i64 [ 1, %b180 ], [ %v255, %b190 ]
  %v193 = icmp slt i64 %i192, %m
  br i1 %v193, label %b190, label %b191
b190:
  %v194 = mul nsw i64 %i192, 32
  %v195 = getelementptr inbounds i8, ptr %v2, i64 %v194
  %v196 = mul nsw i64 %i192, 2112
  %v197 = getelementptr inbounds i8, ptr %v98, i64 %v196
  %v198 = load <8 x float>, ptr %v195, align 4
  %v199 = load float, ptr %v197, align 4
  %v200 = insertelement <8 x float> poison, float %v199, i64 0
  %v201 = shufflevector <8 x float> %v200, <8 x float> poison, <8 x i32> zeroinitializer
  %v202 = load <8 x float>, ptr %v1, align 4
  %v203 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v201, <8 x float> %v202, <8 x float> %v198)
  %v204 = getelementptr inbounds i8, ptr %v197, i64 4
  %v205 = getelementptr inbounds i8, ptr %v1, i64 32
  %v206 = load float, ptr %v204, align 4
  %v207 = insertelement <8 x float> poison, float %v206, i64 0
  %v208 = shufflevector <8 x float> %v207, <8 x float> poison, <8 x i32> zeroinitializer
  %v209 = load <8 x float>, ptr %v205, align 4
  %v210 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v208, <8 x float> %v209, <8 x float> %v203)
  %v211 = getelementptr inbounds i8, ptr %v204, i64 4
  %v212 = getelementptr inbounds i8, ptr %v205, i64 32
  %v213 = load float, ptr %v211, align 4
  %v214 = insertelement <8 x float> poison, float %v213, i64 0
  %v215 = shufflevector <8 x float> %v214, <8 x float> poison, <8 x i32> zeroinitializer
  %v216 = load <8 x float>, ptr %v212, align 4
  %v217 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v215, <8 x float> %v216, <8 x float> %v210)
  %v218 = getelementptr inbounds i8, ptr %v211, i64 4
  %v219 = getelementptr inbounds i8, ptr %v212, i64 32
  %v220 = load float, ptr %v218, align 4
  %v221 = insertelement <8 x float> poison, float %v220, i64 0
  %v222 = shufflevector <8 x float> %v221, <8 x float> poison, <8 x i32> zeroinitializer
  %v223 = load <8 x float>, ptr %v219, align 4
  %v224 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v222, <8 x float> %v223, <8 x float> %v217)
  %v225 = getelementptr inbounds i8, ptr %v218, i64 4
  %v226 = getelementptr inbounds i8, ptr %v219, i64 32
  %v227 = load float, ptr %v225, align 4
  %v228 = insertelement <8 x float> poison, float %v227, i64 0
  %v229 = shufflevector <8 x float> %v228, <8 x float> poison, <8 x i32> zeroinitializer
  %v230 = load <8 x float>, ptr %v226, align 4
  %v231 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v229, <8 x float> %v230, <8 x float> %v224)
  %v232 = getelementptr inbounds i8, ptr %v225, i64 4
  %v233 = getelementptr inbounds i8, ptr %v226, i64 32
  %v234 = load float, ptr %v232, align 4
  %v235 = insertelement <8 x float> poison, float %v234, i64 0
  %v236 = shufflevector <8 x float> %v235, <8 x float> poison, <8 x i32> zeroinitializer
  %v237 = load <8 x float>, ptr %v233, align 4
  %v238 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v236, <8 x float> %v237, <8 x float> %v231)
  %v239 = getelementptr inbounds i8, ptr %v232, i64 4
  %v240 = getelementptr inbounds i8, ptr %v233, i64 32
  %v241 = load float, ptr %v239, align 4
  %v242 = insertelement <8 x float> poison, float %v241, i64 0
  %v243 = shufflevector <8 x float> %v242, <8 x float> poison, <8 x i32> zeroinitializer
  %v244 = load <8 x float>, ptr %v240, align 4
  %v245 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v243, <8 x float> %v244, <8 x float> %v238)
  %v246 = getelementptr inbounds i8, ptr %v239, i64 4
  %v247 = getelementptr inbounds i8, ptr %v240, i64 32
  %v248 = load float, ptr %v246, align 4
  %v249 = insertelement <8 x float> poison, float %v248, i64 0
  %v250 = shufflevector <8 x float> %v249, <8 x float> poison, <8 x i32> zeroinitializer
  %v251 = load <8 x float>, ptr %v247, align 4
  %v252 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v250, <8 x float> %v251, <8 x float> %v245)
  %v253 = getelementptr inbounds i8, ptr %v246, i64 4
  %v254 = getelementptr inbounds i8, ptr %v247, i64 32
  store <8 x float> %v252, ptr %v195, align 4
  %v255 = add nsw i64 %i192, 1
  br label %b189
b191:
  br label %b181
b181:
  %v256 = add nsw i64 %i78, 8
  br label %b75
b77:
  %v257 = select i1 %v16, i64 %v73, i64 0
  br label %b258
b258:
  %i261 = phi i64 [ %v257, %b77 ], [ %v378, %b356 ]
  %v262 = icmp slt i64 %i261, %v42
  br i1 %v262, label %b259, label %b260
b259:
  %v263 = add nsw i64 %i28, %i261
  %v264 = mul nsw i64 %v263, 4
  %v265 = call i64 @llvm.smin.i64(i64 %i11, i64 %v7)
  %v266 = mul nsw i64 %v265, %bn
  %v267 = getelementptr inbounds i8, ptr %b, i64 %v266
  %v268 = add nsw i64 %i11, 1
  %v269 = call i64 @llvm.smin.i64(i64 %v268, i64 %v7)
  %v270 = mul nsw i64 %v269, %bn
  %v271 = getelementptr inbounds i8, ptr %b, i64 %v270
  %v272 = add nsw i64 %i11, 2
  %v273 = call i64 @llvm.smin.i64(i64 %v272, i64 %v7)
  %v274 = mul nsw i64 %v273, %bn
  %v275 = getelementptr inbounds i8, ptr %b, i64 %v274
  %v276 = add nsw i64 %i11, 3
  %v277 = call i64 @llvm.smin.i64(i64 %v276, i64 %v7)
  %v278 = mul nsw i64 %v277, %bn
  %v279 = getelementptr inbounds i8, ptr %b, i64 %v278
  %v280 = add nsw i64 %i11, 4
  %v281 = call i64 @llvm.smin.i64(i64 %v280, i64 %v7)
  %v282 = mul nsw i64 %v281, %bn
  %v283 = getelementptr inbounds i8, ptr %b, i64 %v282
  %v284 = add nsw i64 %i11, 5
  %v285 = call i64 @llvm.smin.i64(i64 %v284, i64 %v7)
  %v286 = mul nsw i64 %v285, %bn
  %v287 = getelementptr inbounds i8, ptr %b, i64 %v286
  %v288 = add nsw i64 %i11, 6
  %v289 = call i64 @llvm.smin.i64(i64 %v288, i64 %v7)
  %v290 = mul nsw i64 %v289, %bn
  %v291 = getelementptr inbounds i8, ptr %b, i64 %v290
  %v292 = add nsw i64 %i11, 7
  %v293 = call i64 @llvm.smin.i64(i64 %v292, i64 %v7)
  %v294 = mul nsw i64 %v293, %bn
  %v295 = getelementptr inbounds i8, ptr %b, i64 %v294
  %v296 = getelementptr inbounds i8, ptr %v267, i64 %v264
  %v297 = getelementptr inbounds i8, ptr %v271, i64 %v264
  %v298 = getelementptr inbounds i8, ptr %v275, i64 %v264
  %v299 = getelementptr inbounds i8, ptr %v279, i64 %v264
  %v300 = getelementptr inbounds i8, ptr %v283, i64 %v264
  %v301 = getelementptr inbounds i8, ptr %v287, i64 %v264
  %v302 = getelementptr inbounds i8, ptr %v291, i64 %v264
  %v303 = getelementptr inbounds i8, ptr %v295, i64 %v264
  %v304 = sub nsw i64 %v42, %i261
  %v305 = call i64 @llvm.smin.i64(i64 8, i64 %v304)
  %v306 = mul nsw i64 %i261, 4
  %v307 = getelementptr inbounds i8, ptr %v3, i64 %v306
  %v308 = call i64 @llvm.smin.i64(i64 %v305, i64 8)
  %v309 = call i64 @llvm.smax.i64(i64 %v308, i64 0)
  %v310 = trunc i64 %v309 to i32
  %v311 = insertelement <8 x i32> poison, i32 %v310, i64 0
  %v312 = shufflevector <8 x i32> %v311, <8 x i32> poison, <8 x i32> zeroinitializer
  %v313 = icmp slt <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>, %v312
  %v314 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v296, i32 4, <8 x i1> %v313, <8 x float> zeroinitializer)
  %v315 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v297, i32 4, <8 x i1> %v313, <8 x float> zeroinitializer)
  %v316 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v298, i32 4, <8 x i1> %v313, <8 x float> zeroinitializer)
  %v317 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v299, i32 4, <8 x i1> %v313, <8 x float> zeroinitializer)
  %v318 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v300, i32 4, <8 x i1> %v313, <8 x float> zeroinitializer)
  %v319 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v301, i32 4, <8 x i1> %v313, <8 x float> zeroinitializer)
  %v320 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v302, i32 4, <8 x i1> %v313, <8 x float> zeroinitializer)
  %v321 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v303, i32 4, <8 x i1> %v313, <8 x float> zeroinitializer)
  %v322 = shufflevector <8 x float> %v314, <8 x float> %v315, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v323 = shufflevector <8 x float> %v314, <8 x float> %v315, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v324 = shufflevector <8 x float> %v316, <8 x float> %v317, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v325 = shufflevector <8 x float> %v316, <8 x float> %v317, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v326 = shufflevector <8 x float> %v322, <8 x float> %v324, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v327 = shufflevector <8 x float> %v322, <8 x float> %v324, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v328 = shufflevector <8 x float> %v323, <8 x float> %v325, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v329 = shufflevector <8 x float> %v323, <8 x float> %v325, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v330 = shufflevector <8 x float> %v318, <8 x float> %v319, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v331 = shufflevector <8 x float> %v318, <8 x float> %v319, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v332 = shufflevector <8 x float> %v320, <8 x float> %v321, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v333 = shufflevector <8 x float> %v320, <8 x float> %v321, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v334 = shufflevector <8 x float> %v330, <8 x float> %v332, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v335 = shufflevector <8 x float> %v330, <8 x float> %v332, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v336 = shufflevector <8 x float> %v331, <8 x float> %v333, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v337 = shufflevector <8 x float> %v331, <8 x float> %v333, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v338 = shufflevector <8 x float> %v326, <8 x float> %v334, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v339 = shufflevector <8 x float> %v326, <8 x float> %v334, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v340 = shufflevector <8 x float> %v327, <8 x float> %v335, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v341 = shufflevector <8 x float> %v327, <8 x float> %v335, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v342 = shufflevector <8 x float> %v328, <8 x float> %v336, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v343 = shufflevector <8 x float> %v328, <8 x float> %v336, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v344 = shufflevector <8 x float> %v329, <8 x float> %v337, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v345 = shufflevector <8 x float> %v329, <8 x float> %v337, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v346 = icmp sgt i64 %m, 1
  store <8 x float> %v338, ptr %v1, align 4
  %v347 = getelementptr inbounds i8, ptr %v1, i64 32
  store <8 x float> %v340, ptr %v347, align 4
  %v348 = getelementptr inbounds i8, ptr %v1, i64 64
  store <8 x float> %v342, ptr %v348, align 4
  %v349 = getelementptr inbounds i8, ptr %v1, i64 96
  store <8 x float> %v344, ptr %v349, align 4
  %v350 = getelementptr inbounds i8, ptr %v1, i64 128
  store <8 x float> %v339, ptr %v350, align 4
  %v351 = getelementptr inbounds i8, ptr %v1, i64 160
  store <8 x float> %v341, ptr %v351, align 4
  %v352 = getelementptr inbounds i8, ptr %v1, i64 192
  store <8 x float> %v343, ptr %v352, align 4
  %v353 = getelementptr inbounds i8, ptr %v1, i64 224
  store <8 x float> %v345, ptr %v353, align 4
  br label %b354
b354:
  %i357 = phi i64 [ 0, %b259 ], [ %v377, %b366 ]
  %v358 = icmp slt i64 %i357, %m
  br i1 %v358, label %b355, label %b356
b355:
  %v359 = mul nsw i64 %i357, 32
  %v360 = getelementptr inbounds i8, ptr %v2, i64 %v359
  %v361 = mul nsw i64 %i357, 2112
  %v362 = getelementptr inbounds i8, ptr %v307, i64 %v361
  %v363 = load <8 x float>, ptr %v360, align 4
  br label %b364
b364:
  %i367 = phi i64 [ 0, %b355 ], [ %v376, %b365 ]
  %c367_0 = phi <8 x float> [ %v363, %b355 ], [ %v373, %b365 ]
  %c367_1 = phi ptr [ %v362, %b355 ], [ %v374, %b365 ]
  %c367_2 = phi ptr [ %v1, %b355 ], [ %v375, %b365 ]
  %v368 = icmp slt i64 %i367, %v305
  br i1 %v368, label %b365, label %b366
b365:
  %v369 = load float, ptr %c367_1, align 4
  %v370 = insertelement <8 x float> poison, float %v369, i64 0
  %v371 = shufflevector <8 x float> %v370, <8 x float> poison, <8 x i32> zeroinitializer
  %v372 = load <8 x float>, ptr %c367_2, align 4
  %v373 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v371, <8 x float> %v372, <8 x float> %c367_0)
  %v374 = getelementptr inbounds i8, ptr %c367_1, i64 4
  %v375 = getelementptr inbounds i8, ptr %c367_2, i64 32
  %v376 = add nsw i64 %i367, 1
  br label %b364
b366:
  store <8 x float> %c367_0, ptr %v360, align 4
  %v377 = add nsw i64 %i357, 1
  br label %b354
b356:
  %v378 = add nsw i64 %i261, 8
  br label %b258
b260:
  br label %b379
b379:
  %i382 = phi i64 [ 0, %b260 ], [ %v395, %b380 ]
  %v383 = icmp slt i64 %i382, %m
  br i1 %v383, label %b380, label %b381
b380:
  %v384 = mul nsw i64 %i382, %dm
  %v385 = mul nsw i64 %i11, 4
  %v386 = add nsw i64 %v384, %v385
  %v387 = getelementptr inbounds i8, ptr %d, i64 %v386
  %v388 = mul nsw i64 %i382, 32
  %v389 = getelementptr inbounds i8, ptr %v2, i64 %v388
  %v390 = load <8 x float>, ptr %v389, align 4
  %v391 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v387, i32 4, <8 x i1> %v23, <8 x float> zeroinitializer)
  %v392 = fadd <8 x float> %v391, %v390
  %v393 = icmp eq i64 %i28, 0
  %v394 = select i1 %v393, <8 x float> %v390, <8 x float> %v392
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v394, ptr %v387, i32 4, <8 x i1> %v23)
  %v395 = add nsw i64 %i382, 1
  br label %b379
b381:
  %v396 = add nsw i64 %i28, 512
  br label %b25
b27:
  %v397 = add nsw i64 %i11, 8
  br label %b8
b10:
  ret void
}
define internal void @mm_float32_copy(i64 %rows, i64 %n, ptr %a, i64 %am, ptr %d, i64 %dm) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  %v1 = udiv i64 %n, 8
  %v2 = mul nsw i64 %v1, 8
  %v3 = sub nsw i64 %n, %v2
  %v4 = call i64 @llvm.smin.i64(i64 %v3, i64 8)
  %v5 = call i64 @llvm.smax.i64(i64 %v4, i64 0)
  %v6 = trunc i64 %v5 to i32
  %v7 = insertelement <8 x i32> poison, i32 %v6, i64 0
  %v8 = shufflevector <8 x i32> %v7, <8 x i32> poison, <8 x i32> zeroinitializer
  %v9 = icmp slt <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>, %v8
  %v10 = call i64 @llvm.smin.i64(i64 %v3, i64 16)
  %v11 = call i64 @llvm.smax.i64(i64 %v10, i64 0)
  %v12 = trunc i64 %v11 to i32
  %v13 = insertelement <8 x i32> poison, i32 %v12, i64 0
  %v14 = shufflevector <8 x i32> %v13, <8 x i32> poison, <8 x i32> zeroinitializer
  %v15 = icmp slt <8 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>, %v14
  br label %b16
b16:
  %i19 = phi i64 [ 0, %start ], [ %v38, %b36 ]
  %v20 = icmp slt i64 %i19, %rows
  br i1 %v20, label %b17, label %b18
b17:
  %v21 = mul nsw i64 %i19, %am
  %v22 = getelementptr inbounds i8, ptr %a, i64 %v21
  %v23 = mul nsw i64 %i19, %dm
  %v24 = getelementptr inbounds i8, ptr %d, i64 %v23
  br label %b25
b25:
  %i28 = phi i64 [ 0, %b17 ], [ %v33, %b26 ]
  %c28_0 = phi ptr [ %v22, %b17 ], [ %v31, %b26 ]
  %c28_1 = phi ptr [ %v24, %b17 ], [ %v32, %b26 ]
  %v29 = icmp slt i64 %i28, %v2
  br i1 %v29, label %b26, label %b27
b26:
  %v30 = load <8 x float>, ptr %c28_0, align 4
  store <8 x float> %v30, ptr %c28_1, align 4
  %v31 = getelementptr inbounds i8, ptr %c28_0, i64 32
  %v32 = getelementptr inbounds i8, ptr %c28_1, i64 32
  %v33 = add nsw i64 %i28, 8
  br label %b25
b27:
  %v34 = icmp slt i64 %v2, %n
  br i1 %v34, label %b35, label %b36
b35:
  %v37 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %c28_0, i32 4, <8 x i1> %v9, <8 x float> zeroinitializer)
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v37, ptr %c28_1, i32 4, <8 x i1> %v9)
  br label %b36
b36:
  %v38 = add nsw i64 %i19, 1
  br label %b16
b18:
  ret void
}
define internal void @mm_float32_product_columns(i64 %m, i64 %n, i64 %k, ptr %a, i64 %am, i64 %ak, ptr %b, i64 %bk, i64 %bn, ptr %panels, i64 %room, ptr %d, i64 %dm, i64 %whole, ptr %copies) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  %v1 = udiv i64 %n, 16
  %v2 = mul nsw i64 %v1, 16
  br label %b3
b3:
  %i6 = phi i64 [ 0, %start ], [ %v30, %b17 ]
  %v7 = icmp slt i64 %i6, %n
  br i1 %v7, label %b4, label %b5
b4:
  %v8 = sub nsw i64 %n, %i6
  %v9 = call i64 @llvm.smin.i64(i64 %room, i64 %v8)
  %v10 = mul nsw i64 %i6, 4
  %v11 = getelementptr inbounds i8, ptr %d, i64 %v10
  %v12 = mul nsw i64 %i6, %bn
  %v13 = getelementptr inbounds i8, ptr %b, i64 %v12
  %v14 = call i64 @llvm.smax.i64(i64 %k, i64 1)
  br label %b15
b15:
  %i18 = phi i64 [ 0, %b4 ], [ %v29, %b16 ]
  %v19 = icmp slt i64 %i18, %v14
  br i1 %v19, label %b16, label %b17
b16:
  %v20 = sub nsw i64 %k, %i18
  %v21 = call i64 @llvm.smin.i64(i64 512, i64 %v20)
  %v22 = icmp ne i64 %i18, 0
  %v23 = zext i1 %v22 to i64
  %v24 = mul nsw i64 %i18, %bk
  %v25 = getelementptr inbounds i8, ptr %v13, i64 %v24
  %v26 = mul nsw i64 %v21, 64
  call void @mm_float32_pack_columns_16(i64 %v21, i64 %v9, ptr %v25, i64 %bk, i64 %bn, ptr %panels, i64 %v26)
  %v27 = mul nsw i64 %i18, %ak
  %v28 = getelementptr inbounds i8, ptr %a, i64 %v27
  call void @mm_float32_rows(i64 %m, i64 %v9, i64 %v21, ptr %v28, i64 %am, i64 %ak, ptr %panels, i64 %v26, i64 64, ptr %v11, i64 %dm, i64 %v23, i64 %whole, ptr %copies)
  %v29 = add nsw i64 %i18, 512
  br label %b15
b17:
  %v30 = add nsw i64 %i6, %room
  br label %b3
b5:
  ret void
}
define internal void @mm_float32_pack_columns_16(i64 %k, i64 %n, ptr %b, i64 %bk, i64 %bn, ptr %d, i64 %panel) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  %v1 = udiv i64 %k, 8
  %v2 = mul nsw i64 %v1, 8
  %v3 = sub nsw i64 %n, 1
  %v4 = mul nsw i64 %v2, 4
  %v5 = add nsw i64 %n, 15
  %v6 = udiv i64 %v5, 16
  br label %b7
b7:
  %i10 = phi i64 [ 0, %start ], [ %v266, %b244 ]
  %v11 = icmp slt i64 %i10, %v6
  br i1 %v11, label %b8, label %b9
b8:
  %v12 = mul nsw i64 %i10, 16
  %v13 = mul nsw i64 %i10, %panel
  %v14 = getelementptr inbounds i8, ptr %d, i64 %v13
  %v15 = call i64 @llvm.smin.i64(i64 %v12, i64 %v3)
  %v16 = mul nsw i64 %v15, %bn
  %v17 = getelementptr inbounds i8, ptr %b, i64 %v16
  %v18 = add nsw i64 %v12, 1
  %v19 = call i64 @llvm.smin.i64(i64 %v18, i64 %v3)
  %v20 = mul nsw i64 %v19, %bn
  %v21 = getelementptr inbounds i8, ptr %b, i64 %v20
  %v22 = add nsw i64 %v12, 2
  %v23 = call i64 @llvm.smin.i64(i64 %v22, i64 %v3)
  %v24 = mul nsw i64 %v23, %bn
  %v25 = getelementptr inbounds i8, ptr %b, i64 %v24
  %v26 = add nsw i64 %v12, 3
  %v27 = call i64 @llvm.smin.i64(i64 %v26, i64 %v3)
  %v28 = mul nsw i64 %v27, %bn
  %v29 = getelementptr inbounds i8, ptr %b, i64 %v28
  %v30 = add nsw i64 %v12, 4
  %v31 = call i64 @llvm.smin.i64(i64 %v30, i64 %v3)
  %v32 = mul nsw i64 %v31, %bn
  %v33 = getelementptr inbounds i8, ptr %b, i64 %v32
  %v34 = add nsw i64 %v12, 5
  %v35 = call i64 @llvm.smin.i64(i64 %v34, i64 %v3)
  %v36 = mul nsw i64 %v35, %bn
  %v37 = getelementptr inbounds i8, ptr %b, i64 %v36
  %v38 = add nsw i64 %v12, 6
  %v39 = call i64 @llvm.smin.i64(i64 %v38, i64 %v3)
  %v40 = mul nsw i64 %v39, %bn
  %v41 = getelementptr inbounds i8, ptr %b, i64 %v40
  %v42 = add nsw i64 %v12, 7
  %v43 = call i64 @llvm.smin.i64(i64 %v42, i64 %v3)
  %v44 = mul nsw i64 %v43, %bn
  %v45 = getelementptr inbounds i8, ptr %b, i64 %v44
  br label %b46
b46:
  %i49 = phi i64 [ 0, %b8 ], [ %v115, %b47 ]
  %v50 = icmp slt i64 %i49, %v2
  br i1 %v50, label %b47, label %b48
b47:
  %v51 = mul nsw i64 %i49, 4
  %v52 = getelementptr inbounds i8, ptr %v17, i64 %v51
  %v53 = load <8 x float>, ptr %v52, align 4
  %v54 = getelementptr inbounds i8, ptr %v21, i64 %v51
  %v55 = load <8 x float>, ptr %v54, align 4
  %v56 = getelementptr inbounds i8, ptr %v25, i64 %v51
  %v57 = load <8 x float>, ptr %v56, align 4
  %v58 = getelementptr inbounds i8, ptr %v29, i64 %v51
  %v59 = load <8 x float>, ptr %v58, align 4
  %v60 = getelementptr inbounds i8, ptr %v33, i64 %v51
  %v61 = load <8 x float>, ptr %v60, align 4
  %v62 = getelementptr inbounds i8, ptr %v37, i64 %v51
  %v63 = load <8 x float>, ptr %v62, align 4
  %v64 = getelementptr inbounds i8, ptr %v41, i64 %v51
  %v65 = load <8 x float>, ptr %v64, align 4
  %v66 = getelementptr inbounds i8, ptr %v45, i64 %v51
  %v67 = load <8 x float>, ptr %v66, align 4
  %v68 = add nsw i64 %v51, 256
  %v69 = sub nsw i64 %v68, %v4
  %v70 = mul nsw i64 %bn, 8
  %v71 = add nsw i64 %v69, %v70
  %v72 = icmp slt i64 %v68, %v4
  %v73 = select i1 %v72, i64 %v68, i64 %v71
  %v74 = getelementptr inbounds i8, ptr %v17, i64 %v73
  call void @llvm.prefetch.p0(ptr %v74, i32 0, i32 2, i32 1)
  %v75 = getelementptr inbounds i8, ptr %v21, i64 %v73
  call void @llvm.prefetch.p0(ptr %v75, i32 0, i32 2, i32 1)
  %v76 = getelementptr inbounds i8, ptr %v25, i64 %v73
  call void @llvm.prefetch.p0(ptr %v76, i32 0, i32 2, i32 1)
  %v77 = getelementptr inbounds i8, ptr %v29, i64 %v73
  call void @llvm.prefetch.p0(ptr %v77, i32 0, i32 2, i32 1)
  %v78 = getelementptr inbounds i8, ptr %v33, i64 %v73
  call void @llvm.prefetch.p0(ptr %v78, i32 0, i32 2, i32 1)
  %v79 = getelementptr inbounds i8, ptr %v37, i64 %v73
  call void @llvm.prefetch.p0(ptr %v79, i32 0, i32 2, i32 1)
  %v80 = getelementptr inbounds i8, ptr %v41, i64 %v73
  call void @llvm.prefetch.p0(ptr %v80, i32 0, i32 2, i32 1)
  %v81 = getelementptr inbounds i8, ptr %v45, i64 %v73
  call void @llvm.prefetch.p0(ptr %v81, i32 0, i32 2, i32 1)
  %v82 = mul nsw i64 %i49, 64
  %v83 = getelementptr inbounds i8, ptr %v14, i64 %v82
  %v84 = shufflevector <8 x float> %v53, <8 x float> %v55, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v85 = shufflevector <8 x float> %v53, <8 x float> %v55, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v86 = shufflevector <8 x float> %v57, <8 x float> %v59, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v87 = shufflevector <8 x float> %v57, <8 x float> %v59, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v88 = shufflevector <8 x float> %v84, <8 x float> %v86, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v89 = shufflevector <8 x float> %v84, <8 x float> %v86, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v90 = shufflevector <8 x float> %v85, <8 x float> %v87, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v91 = shufflevector <8 x float> %v85, <8 x float> %v87, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v92 = shufflevector <8 x float> %v61, <8 x float> %v63, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v93 = shufflevector <8 x float> %v61, <8 x float> %v63, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v94 = shufflevector <8 x float> %v65, <8 x float> %v67, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v95 = shufflevector <8 x float> %v65, <8 x float> %v67, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v96 = shufflevector <8 x float> %v92, <8 x float> %v94, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v97 = shufflevector <8 x float> %v92, <8 x float> %v94, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v98 = shufflevector <8 x float> %v93, <8 x float> %v95, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v99 = shufflevector <8 x float> %v93, <8 x float> %v95, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v100 = shufflevector <8 x float> %v88, <8 x float> %v96, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v101 = shufflevector <8 x float> %v88, <8 x float> %v96, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v102 = shufflevector <8 x float> %v89, <8 x float> %v97, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v103 = shufflevector <8 x float> %v89, <8 x float> %v97, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v104 = shufflevector <8 x float> %v90, <8 x float> %v98, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v105 = shufflevector <8 x float> %v90, <8 x float> %v98, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v106 = shufflevector <8 x float> %v91, <8 x float> %v99, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v107 = shufflevector <8 x float> %v91, <8 x float> %v99, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  store <8 x float> %v100, ptr %v83, align 4
  %v108 = getelementptr inbounds i8, ptr %v83, i64 64
  store <8 x float> %v102, ptr %v108, align 4
  %v109 = getelementptr inbounds i8, ptr %v83, i64 128
  store <8 x float> %v104, ptr %v109, align 4
  %v110 = getelementptr inbounds i8, ptr %v83, i64 192
  store <8 x float> %v106, ptr %v110, align 4
  %v111 = getelementptr inbounds i8, ptr %v83, i64 256
  store <8 x float> %v101, ptr %v111, align 4
  %v112 = getelementptr inbounds i8, ptr %v83, i64 320
  store <8 x float> %v103, ptr %v112, align 4
  %v113 = getelementptr inbounds i8, ptr %v83, i64 384
  store <8 x float> %v105, ptr %v113, align 4
  %v114 = getelementptr inbounds i8, ptr %v83, i64 448
  store <8 x float> %v107, ptr %v114, align 4
  %v115 = add nsw i64 %i49, 8
  br label %b46
b48:
  br label %b116
b116:
  %i119 = phi i64 [ 0, %b48 ], [ %v138, %b129 ]
  %v120 = icmp slt i64 %i119, 8
  br i1 %v120, label %b117, label %b118
b117:
  %v121 = add nsw i64 %v12, %i119
  %v122 = call i64 @llvm.smin.i64(i64 %v121, i64 %v3)
  %v123 = mul nsw i64 %v122, %bn
  %v124 = getelementptr inbounds i8, ptr %b, i64 %v123
  %v125 = mul nsw i64 %i119, 4
  %v126 = getelementptr inbounds i8, ptr %v14, i64 %v125
  br label %b127
b127:
  %i130 = phi i64 [ %v2, %b117 ], [ %v137, %b128 ]
  %v131 = icmp slt i64 %i130, %k
  br i1 %v131, label %b128, label %b129
b128:
  %v132 = mul nsw i64 %i130, 4
  %v133 = getelementptr inbounds i8, ptr %v124, i64 %v132
  %v134 = load float, ptr %v133, align 4
  %v135 = mul nsw i64 %i130, 64
  %v136 = getelementptr inbounds i8, ptr %v126, i64 %v135
  store float %v134, ptr %v136, align 4
  %v137 = add nsw i64 %i130, 1
  br label %b127
b129:
  %v138 = add nsw i64 %i119, 1
  br label %b116
b118:
  %v139 = getelementptr inbounds i8, ptr %v14, i64 32
  %v140 = add nsw i64 %v12, 8
  %v141 = call i64 @llvm.smin.i64(i64 %v140, i64 %v3)
  %v142 = mul nsw i64 %v141, %bn
  %v143 = getelementptr inbounds i8, ptr %b, i64 %v142
  %v144 = add nsw i64 %v12, 9
  %v145 = call i64 @llvm.smin.i64(i64 %v144, i64 %v3)
  %v146 = mul nsw i64 %v145, %bn
  %v147 = getelementptr inbounds i8, ptr %b, i64 %v146
  %v148 = add nsw i64 %v12, 10
  %v149 = call i64 @llvm.smin.i64(i64 %v148, i64 %v3)
  %v150 = mul nsw i64 %v149, %bn
  %v151 = getelementptr inbounds i8, ptr %b, i64 %v150
  %v152 = add nsw i64 %v12, 11
  %v153 = call i64 @llvm.smin.i64(i64 %v152, i64 %v3)
  %v154 = mul nsw i64 %v153, %bn
  %v155 = getelementptr inbounds i8, ptr %b, i64 %v154
  %v156 = add nsw i64 %v12, 12
  %v157 = call i64 @llvm.smin.i64(i64 %v156, i64 %v3)
  %v158 = mul nsw i64 %v157, %bn
  %v159 = getelementptr inbounds i8, ptr %b, i64 %v158
  %v160 = add nsw i64 %v12, 13
  %v161 = call i64 @llvm.smin.i64(i64 %v160, i64 %v3)
  %v162 = mul nsw i64 %v161, %bn
  %v163 = getelementptr inbounds i8, ptr %b, i64 %v162
  %v164 = add nsw i64 %v12, 14
  %v165 = call i64 @llvm.smin.i64(i64 %v164, i64 %v3)
  %v166 = mul nsw i64 %v165, %bn
  %v167 = getelementptr inbounds i8, ptr %b, i64 %v166
  %v168 = add nsw i64 %v12, 15
  %v169 = call i64 @llvm.smin.i64(i64 %v168, i64 %v3)
  %v170 = mul nsw i64 %v169, %bn
  %v171 = getelementptr inbounds i8, ptr %b, i64 %v170
  br label %b172
b172:
  %i175 = phi i64 [ 0, %b118 ], [ %v241, %b173 ]
  %v176 = icmp slt i64 %i175, %v2
  br i1 %v176, label %b173, label %b174
b173:
  %v177 = mul nsw i64 %i175, 4
  %v178 = getelementptr inbounds i8, ptr %v143, i64 %v177
  %v179 = load <8 x float>, ptr %v178, align 4
  %v180 = getelementptr inbounds i8, ptr %v147, i64 %v177
  %v181 = load <8 x float>, ptr %v180, align 4
  %v182 = getelementptr inbounds i8, ptr %v151, i64 %v177
  %v183 = load <8 x float>, ptr %v182, align 4
  %v184 = getelementptr inbounds i8, ptr %v155, i64 %v177
  %v185 = load <8 x float>, ptr %v184, align 4
  %v186 = getelementptr inbounds i8, ptr %v159, i64 %v177
  %v187 = load <8 x float>, ptr %v186, align 4
  %v188 = getelementptr inbounds i8, ptr %v163, i64 %v177
  %v189 = load <8 x float>, ptr %v188, align 4
  %v190 = getelementptr inbounds i8, ptr %v167, i64 %v177
  %v191 = load <8 x float>, ptr %v190, align 4
  %v192 = getelementptr inbounds i8, ptr %v171, i64 %v177
  %v193 = load <8 x float>, ptr %v192, align 4
  %v194 = add nsw i64 %v177, 256
  %v195 = sub nsw i64 %v194, %v4
  %v196 = mul nsw i64 %bn, 8
  %v197 = add nsw i64 %v195, %v196
  %v198 = icmp slt i64 %v194, %v4
  %v199 = select i1 %v198, i64 %v194, i64 %v197
  %v200 = getelementptr inbounds i8, ptr %v143, i64 %v199
  call void @llvm.prefetch.p0(ptr %v200, i32 0, i32 2, i32 1)
  %v201 = getelementptr inbounds i8, ptr %v147, i64 %v199
  call void @llvm.prefetch.p0(ptr %v201, i32 0, i32 2, i32 1)
  %v202 = getelementptr inbounds i8, ptr %v151, i64 %v199
  call void @llvm.prefetch.p0(ptr %v202, i32 0, i32 2, i32 1)
  %v203 = getelementptr inbounds i8, ptr %v155, i64 %v199
  call void @llvm.prefetch.p0(ptr %v203, i32 0, i32 2, i32 1)
  %v204 = getelementptr inbounds i8, ptr %v159, i64 %v199
  call void @llvm.prefetch.p0(ptr %v204, i32 0, i32 2, i32 1)
  %v205 = getelementptr inbounds i8, ptr %v163, i64 %v199
  call void @llvm.prefetch.p0(ptr %v205, i32 0, i32 2, i32 1)
  %v206 = getelementptr inbounds i8, ptr %v167, i64 %v199
  call void @llvm.prefetch.p0(ptr %v206, i32 0, i32 2, i32 1)
  %v207 = getelementptr inbounds i8, ptr %v171, i64 %v199
  call void @llvm.prefetch.p0(ptr %v207, i32 0, i32 2, i32 1)
  %v208 = mul nsw i64 %i175, 64
  %v209 = getelementptr inbounds i8, ptr %v139, i64 %v208
  %v210 = shufflevector <8 x float> %v179, <8 x float> %v181, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v211 = shufflevector <8 x float> %v179, <8 x float> %v181, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v212 = shufflevector <8 x float> %v183, <8 x float> %v185, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v213 = shufflevector <8 x float> %v183, <8 x float> %v185, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v214 = shufflevector <8 x float> %v210, <8 x float> %v212, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v215 = shufflevector <8 x float> %v210, <8 x float> %v212, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v216 = shufflevector <8 x float> %v211, <8 x float> %v213, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v217 = shufflevector <8 x float> %v211, <8 x float> %v213, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v218 = shufflevector <8 x float> %v187, <8 x float> %v189, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v219 = shufflevector <8 x float> %v187, <8 x float> %v189, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v220 = shufflevector <8 x float> %v191, <8 x float> %v193, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v221 = shufflevector <8 x float> %v191, <8 x float> %v193, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v222 = shufflevector <8 x float> %v218, <8 x float> %v220, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v223 = shufflevector <8 x float> %v218, <8 x float> %v220, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v224 = shufflevector <8 x float> %v219, <8 x float> %v221, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v225 = shufflevector <8 x float> %v219, <8 x float> %v221, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v226 = shufflevector <8 x float> %v214, <8 x float> %v222, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v227 = shufflevector <8 x float> %v214, <8 x float> %v222, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v228 = shufflevector <8 x float> %v215, <8 x float> %v223, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v229 = shufflevector <8 x float> %v215, <8 x float> %v223, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v230 = shufflevector <8 x float> %v216, <8 x float> %v224, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v231 = shufflevector <8 x float> %v216, <8 x float> %v224, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v232 = shufflevector <8 x float> %v217, <8 x float> %v225, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v233 = shufflevector <8 x float> %v217, <8 x float> %v225, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  store <8 x float> %v226, ptr %v209, align 4
  %v234 = getelementptr inbounds i8, ptr %v209, i64 64
  store <8 x float> %v228, ptr %v234, align 4
  %v235 = getelementptr inbounds i8, ptr %v209, i64 128
  store <8 x float> %v230, ptr %v235, align 4
  %v236 = getelementptr inbounds i8, ptr %v209, i64 192
  store <8 x float> %v232, ptr %v236, align 4
  %v237 = getelementptr inbounds i8, ptr %v209, i64 256
  store <8 x float> %v227, ptr %v237, align 4
  %v238 = getelementptr inbounds i8, ptr %v209, i64 320
  store <8 x float> %v229, ptr %v238, align 4
  %v239 = getelementptr inbounds i8, ptr %v209, i64 384
  store <8 x float> %v231, ptr %v239, align 4
  %v240 = getelementptr inbounds i8, ptr %v209, i64 448
  store <8 x float> %v233, ptr %v240, align 4
  %v241 = add nsw i64 %i175, 8
  br label %b172
b174:
  br label %b242
b242:
  %i245 = phi i64 [ 0, %b174 ], [ %v265, %b256 ]
  %v246 = icmp slt i64 %i245, 8
  br i1 %v246, label %b243, label %b244
b243:
  %v247 = add nsw i64 %i245, 8
  %v248 = add nsw i64 %v12, %v247
  %v249 = call i64 @llvm.smin.i64(i64 %v248, i64 %v3)
  %v250 = mul nsw i64 %v249, %bn
  %v251 = getelementptr inbounds i8, ptr %b, i64 %v250
  %v252 = mul nsw i64 %i245, 4
  %v253 = getelementptr inbounds i8, ptr %v139, i64 %v252
  br label %b254
b254:
  %i257 = phi i64 [ %v2, %b243 ], [ %v264, %b255 ]
  %v258 = icmp slt i64 %i257, %k
  br i1 %v258, label %b255, label %b256
b255:
  %v259 = mul nsw i64 %i257, 4
  %v260 = getelementptr inbounds i8, ptr %v251, i64 %v259
  %v261 = load float, ptr %v260, align 4
  %v262 = mul nsw i64 %i257, 64
  %v263 = getelementptr inbounds i8, ptr %v253, i64 %v262
  store float %v261, ptr %v263, align 4
  %v264 = add nsw i64 %i257, 1
  br label %b254
b256:
  %v265 = add nsw i64 %i245, 1
  br label %b242
b244:
  %v266 = add nsw i64 %i10, 1
  br label %b7
b9:
  ret void
}
define internal void @mm_float32_rows(i64 %m, i64 %n, i64 %k, ptr %a, i64 %am, i64 %ak, ptr %b, i64 %panel, i64 %bk, ptr %d, i64 %dm, i64 %add, i64 %whole, ptr %copies) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  %v1 = icmp eq i64 %ak, 4
  %v2 = icmp eq i64 %am, 4
  %v3 = select i1 %v1, i64 %am, i64 %ak
  %v4 = and i64 %v3, 4095
  %v5 = icmp eq i64 %v4, 0
  %v6 = icmp sge i64 %n, 48
  %v7 = or i1 %v1, %v2
  %v8 = and i1 %v7, %v5
  %v9 = and i1 %v8, %v6
  %v10 = select i1 %v1, i64 2112, i64 448
  %v11 = select i1 %v1, i64 %v10, i64 4
  %v12 = select i1 %v9, i64 %v11, i64 %am
  %v13 = select i1 %v1, i64 4, i64 %v10
  %v14 = select i1 %v9, i64 %v13, i64 %ak
  br label %b15
b15:
  %i18 = phi i64 [ 0, %start ], [ %v31, %b25 ]
  %v19 = icmp slt i64 %i18, %m
  br i1 %v19, label %b16, label %b17
b16:
  %v20 = sub nsw i64 %m, %i18
  %v21 = call i64 @llvm.smin.i64(i64 96, i64 %v20)
  %v22 = mul nsw i64 %i18, %am
  %v23 = getelementptr inbounds i8, ptr %a, i64 %v22
  br i1 %v9, label %b24, label %b25
b24:
  %v26 = select i1 %v1, i64 %v21, i64 %k
  %v27 = select i1 %v1, i64 %k, i64 %v21
  call void @mm_float32_copy(i64 %v26, i64 %v27, ptr %v23, i64 %v3, ptr %copies, i64 %v10)
  br label %b25
b25:
  %v28 = select i1 %v9, ptr %copies, ptr %v23
  %v29 = mul nsw i64 %i18, %dm
  %v30 = getelementptr inbounds i8, ptr %d, i64 %v29
  call void @mm_float32_block(i64 %v21, i64 %n, i64 %k, ptr %v28, i64 %v12, i64 %v14, ptr %b, i64 %panel, i64 %bk, ptr %v30, i64 %dm, i64 %add, i64 %whole)
  %v31 = add nsw i64 %i18, 96
  br label %b15
b17:
  ret void
}
define internal void @mm_float32_block(i64 %m, i64 %n, i64 %k, ptr %a, i64 %am, i64 %ak, ptr %b, i64 %panel, i64 %bk, ptr %d, i64 %dm, i64 %add, i64 %whole) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  %v1 = alloca float, i64 96, align 64
  %v2 = alloca float, i64 1056, align 64
  br label %start
start:
  %v3 = udiv i64 %m, 6
  %v4 = mul nsw i64 %v3, 6
  %v5 = sub nsw i64 %m, %v4
  %v6 = udiv i64 %v5, 2
  %v7 = mul nsw i64 %v6, 2
  %v8 = add nsw i64 %v4, %v7
  %v9 = sub nsw i64 %m, %v8
  %v10 = icmp sgt i64 %v9, 0
  br i1 %v10, label %b11, label %b12
b11:
  %v13 = mul nsw i64 %v8, %am
  %v14 = getelementptr inbounds i8, ptr %a, i64 %v13
  br label %b15
b15:
  %i18 = phi i64 [ 0, %b11 ], [ %v41, %b28 ]
  %v19 = icmp slt i64 %i18, 2
  br i1 %v19, label %b16, label %b17
b16:
  %v20 = icmp slt i64 %i18, %v9
  %v21 = mul nsw i64 %i18, %am
  %v22 = select i1 %v20, i64 %v21, i64 0
  %v23 = getelementptr inbounds i8, ptr %v14, i64 %v22
  %v24 = mul nsw i64 %i18, 2112
  %v25 = getelementptr inbounds i8, ptr %v2, i64 %v24
  %v29 = icmp eq i64 %ak, 4
  br i1 %v29, label %b26, label %b27
b26:
  call void @mm_float32_copy(i64 1, i64 %k, ptr %v23, i64 0, ptr %v25, i64 0)
  br label %b28
b27:
  br label %b30
b30:
  %i33 = phi i64 [ 0, %b27 ], [ %v40, %b31 ]
  %v34 = icmp slt i64 %i33, %k
  br i1 %v34, label %b31, label %b32
b31:
  %v35 = mul nsw i64 %i33, %ak
  %v36 = getelementptr inbounds i8, ptr %v23, i64 %v35
  %v37 = load float, ptr %v36, align 4
  %v38 = mul nsw i64 %i33, 4
  %v39 = getelementptr inbounds i8, ptr %v25, i64 %v38
  store float %v37, ptr %v39, align 4
  %v40 = add nsw i64 %i33, 1
  br label %b30
b32:
  br label %b28
b28:
  %v41 = add nsw i64 %i18, 1
  br label %b15
b17:
  br label %b12
b12:
  %v42 = icmp ne i64 %whole, 0
  %v43 = mul nsw i64 %bk, 8
  br label %b44
b44:
  %i47 = phi i64 [ 0, %b12 ], [ %v116, %b101 ]
  %v48 = icmp slt i64 %i47, %n
  br i1 %v48, label %b45, label %b46
b45:
  %v49 = udiv i64 %i47, 16
  %v50 = mul nsw i64 %v49, %panel
  %v51 = getelementptr inbounds i8, ptr %b, i64 %v50
  br label %b52
b52:
  %i55 = phi i64 [ 0, %b45 ], [ %v76, %b75 ]
  %v56 = icmp slt i64 %i55, %v4
  br i1 %v56, label %b53, label %b54
b53:
  %v57 = mul nsw i64 %i55, %am
  %v58 = getelementptr inbounds i8, ptr %a, i64 %v57
  %v59 = sub nsw i64 %n, %i47
  %v60 = icmp sge i64 %v59, 16
  %v61 = or i1 %v42, %v60
  %v62 = mul nsw i64 %i47, 4
  %v63 = getelementptr inbounds i8, ptr %d, i64 %v62
  %v64 = mul nsw i64 %i55, %dm
  %v65 = getelementptr inbounds i8, ptr %v63, i64 %v64
  %v66 = select i1 %v61, ptr %v65, ptr %v1
  %v67 = select i1 %v61, i64 %dm, i64 64
  %v68 = select i1 %v61, i64 %add, i64 0
  %v72 = icmp sle i64 %v59, 8
  br i1 %v72, label %b70, label %b71
b70:
  call void @mm_float32_tile_6_1(i64 %k, ptr %v58, i64 %am, i64 %ak, ptr %v51, i64 %bk, ptr %v66, i64 %v67, i64 %v68, i64 %v43)
  br label %b69
b71:
  call void @mm_float32_tile_6_2(i64 %k, ptr %v58, i64 %am, i64 %ak, ptr %v51, i64 %bk, ptr %v66, i64 %v67, i64 %v68, i64 %v43)
  br label %b69
b69:
  %v73 = xor i1 %v61, true
  br i1 %v73, label %b74, label %b75
b74:
  call void @mm_float32_flush(i64 6, i64 %v59, ptr %v1, ptr %v65, i64 %dm, i64 %add)
  br label %b75
b75:
  %v76 = add nsw i64 %i55, 6
  br label %b52
b54:
  br label %b77
b77:
  %i80 = phi i64 [ %v4, %b54 ], [ %v98, %b97 ]
  %v81 = icmp slt i64 %i80, %v8
  br i1 %v81, label %b78, label %b79
b78:
  %v82 = mul nsw i64 %i80, %am
  %v83 = getelementptr inbounds i8, ptr %a, i64 %v82
  %v84 = sub nsw i64 %n, %i47
  %v85 = icmp sge i64 %v84, 16
  %v86 = or i1 %v42, %v85
  %v87 = mul nsw i64 %i47, 4
  %v88 = getelementptr inbounds i8, ptr %d, i64 %v87
  %v89 = mul nsw i64 %i80, %dm
  %v90 = getelementptr inbounds i8, ptr %v88, i64 %v89
  %v91 = select i1 %v86, ptr %v90, ptr %v1
  %v92 = select i1 %v86, i64 %dm, i64 64
  %v93 = select i1 %v86, i64 %add, i64 0
  call void @mm_float32_tile_2_2(i64 %k, ptr %v83, i64 %am, i64 %ak, ptr %v51, i64 %bk, ptr %v91, i64 %v92, i64 %v93, i64 %v43)
  br label %b94
b94:
  %v95 = xor i1 %v86, true
  br i1 %v95, label %b96, label %b97
b96:
  call void @mm_float32_flush(i64 2, i64 %v84, ptr %v1, ptr %v90, i64 %dm, i64 %add)
  br label %b97
b97:
  %v98 = add nsw i64 %i80, 2
  br label %b77
b79:
  %v99 = icmp sgt i64 %v9, 0
  br i1 %v99, label %b100, label %b101
b100:
  %v102 = sub nsw i64 %n, %i47
  %v103 = icmp sge i64 %v102, 16
  %v104 = or i1 %v42, false
  %v105 = mul nsw i64 %i47, 4
  %v106 = getelementptr inbounds i8, ptr %d, i64 %v105
  %v107 = mul nsw i64 %v8, %dm
  %v108 = getelementptr inbounds i8, ptr %v106, i64 %v107
  %v109 = select i1 %v104, ptr %v108, ptr %v1
  %v110 = select i1 %v104, i64 %dm, i64 64
  %v111 = select i1 %v104, i64 %add, i64 0
  call void @mm_float32_tile_2_2(i64 %k, ptr %v2, i64 2112, i64 4, ptr %v51, i64 %bk, ptr %v109, i64 %v110, i64 %v111, i64 %v43)
  br label %b112
b112:
  %v113 = xor i1 %v104, true
  br i1 %v113, label %b114, label %b115
b114:
  call void @mm_float32_flush(i64 %v9, i64 %v102, ptr %v1, ptr %v108, i64 %dm, i64 %add)
  br label %b115
b115:
  br label %b101
b101:
  %v116 = add nsw i64 %i47, 16
  br label %b44
b46:
  ret void
}
define internal void @mm_float32_tile_6_1(i64 %k, ptr %a, i64 %am, i64 %ak, ptr %b, i64 %bk, ptr %d, i64 %dm, i64 %add, i64 %ahead) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  %v1 = mul nsw i64 %am, 3
  %v2 = mul nsw i64 %am, 5
  call void @llvm.prefetch.p0(ptr %d, i32 0, i32 3, i32 1)
  %v3 = getelementptr inbounds i8, ptr %d, i64 %dm
  call void @llvm.prefetch.p0(ptr %v3, i32 0, i32 3, i32 1)
  %v4 = getelementptr inbounds i8, ptr %v3, i64 %dm
  call void @llvm.prefetch.p0(ptr %v4, i32 0, i32 3, i32 1)
  %v5 = getelementptr inbounds i8, ptr %v4, i64 %dm
  call void @llvm.prefetch.p0(ptr %v5, i32 0, i32 3, i32 1)
  %v6 = getelementptr inbounds i8, ptr %v5, i64 %dm
  call void @llvm.prefetch.p0(ptr %v6, i32 0, i32 3, i32 1)
  %v7 = getelementptr inbounds i8, ptr %v6, i64 %dm
  call void @llvm.prefetch.p0(ptr %v7, i32 0, i32 3, i32 1)
  %v8 = getelementptr inbounds i8, ptr %v7, i64 %dm
  %v11 = icmp sgt i64 %k, 0
  br i1 %v11, label %b9, label %b10
b9:
  %i12 = phi i64 [ %k, %start ], [ %v49, %b9 ]
  %c12_0 = phi <8 x float> [ zeroinitializer, %start ], [ %v26, %b9 ]
  %c12_1 = phi <8 x float> [ zeroinitializer, %start ], [ %v30, %b9 ]
  %c12_2 = phi <8 x float> [ zeroinitializer, %start ], [ %v34, %b9 ]
  %c12_3 = phi <8 x float> [ zeroinitializer, %start ], [ %v38, %b9 ]
  %c12_4 = phi <8 x float> [ zeroinitializer, %start ], [ %v42, %b9 ]
  %c12_5 = phi <8 x float> [ zeroinitializer, %start ], [ %v46, %b9 ]
  %c12_6 = phi ptr [ %a, %start ], [ %v47, %b9 ]
  %c12_7 = phi ptr [ %b, %start ], [ %v48, %b9 ]
  %v13 = call ptr asm "", "=r,0"(ptr %c12_6)
  %v14 = getelementptr inbounds i8, ptr %v13, i64 %am
  %v15 = shl i64 %am, 1
  %v16 = getelementptr inbounds i8, ptr %v13, i64 %v15
  %v17 = getelementptr inbounds i8, ptr %v13, i64 %v1
  %v18 = shl i64 %am, 2
  %v19 = getelementptr inbounds i8, ptr %v13, i64 %v18
  %v20 = getelementptr inbounds i8, ptr %v13, i64 %v2
  %v21 = getelementptr inbounds i8, ptr %c12_7, i64 %ahead
  %v22 = load <8 x float>, ptr %c12_7, align 4
  call void @llvm.prefetch.p0(ptr %v21, i32 0, i32 3, i32 1)
  %v23 = load float, ptr %v13, align 4
  %v24 = insertelement <8 x float> poison, float %v23, i64 0
  %v25 = shufflevector <8 x float> %v24, <8 x float> poison, <8 x i32> zeroinitializer
  %v26 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v25, <8 x float> %v22, <8 x float> %c12_0)
  %v27 = load float, ptr %v14, align 4
  %v28 = insertelement <8 x float> poison, float %v27, i64 0
  %v29 = shufflevector <8 x float> %v28, <8 x float> poison, <8 x i32> zeroinitializer
  %v30 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v29, <8 x float> %v22, <8 x float> %c12_1)
  %v31 = load float, ptr %v16, align 4
  %v32 = insertelement <8 x float> poison, float %v31, i64 0
  %v33 = shufflevector <8 x float> %v32, <8 x float> poison, <8 x i32> zeroinitializer
  %v34 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v33, <8 x float> %v22, <8 x float> %c12_2)
  %v35 = load float, ptr %v17, align 4
  %v36 = insertelement <8 x float> poison, float %v35, i64 0
  %v37 = shufflevector <8 x float> %v36, <8 x float> poison, <8 x i32> zeroinitializer
  %v38 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v37, <8 x float> %v22, <8 x float> %c12_3)
  %v39 = load float, ptr %v19, align 4
  %v40 = insertelement <8 x float> poison, float %v39, i64 0
  %v41 = shufflevector <8 x float> %v40, <8 x float> poison, <8 x i32> zeroinitializer
  %v42 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v41, <8 x float> %v22, <8 x float> %c12_4)
  %v43 = load float, ptr %v20, align 4
  %v44 = insertelement <8 x float> poison, float %v43, i64 0
  %v45 = shufflevector <8 x float> %v44, <8 x float> poison, <8 x i32> zeroinitializer
  %v46 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v45, <8 x float> %v22, <8 x float> %c12_5)
  %v47 = getelementptr inbounds i8, ptr %v13, i64 %ak
  %v48 = getelementptr inbounds i8, ptr %c12_7, i64 %bk
  %v49 = add nsw i64 %i12, -1
  %v50 = icmp ne i64 %v49, 0
  br i1 %v50, label %b9, label %b10
b10:
  %v51 = phi <8 x float> [ zeroinitializer, %start ], [ %v26, %b9 ]
  %v52 = phi <8 x float> [ zeroinitializer, %start ], [ %v30, %b9 ]
  %v53 = phi <8 x float> [ zeroinitializer, %start ], [ %v34, %b9 ]
  %v54 = phi <8 x float> [ zeroinitializer, %start ], [ %v38, %b9 ]
  %v55 = phi <8 x float> [ zeroinitializer, %start ], [ %v42, %b9 ]
  %v56 = phi <8 x float> [ zeroinitializer, %start ], [ %v46, %b9 ]
  %v57 = phi ptr [ %a, %start ], [ %v47, %b9 ]
  %v58 = phi ptr [ %b, %start ], [ %v48, %b9 ]
  %v61 = icmp ne i64 %add, 0
  br i1 %v61, label %b59, label %b60
b59:
  %v62 = load <8 x float>, ptr %d, align 4
  %v63 = fadd <8 x float> %v62, %v51
  store <8 x float> %v63, ptr %d, align 4
  %v64 = getelementptr inbounds i8, ptr %d, i64 %dm
  %v65 = load <8 x float>, ptr %v64, align 4
  %v66 = fadd <8 x float> %v65, %v52
  store <8 x float> %v66, ptr %v64, align 4
  %v67 = getelementptr inbounds i8, ptr %v64, i64 %dm
  %v68 = load <8 x float>, ptr %v67, align 4
  %v69 = fadd <8 x float> %v68, %v53
  store <8 x float> %v69, ptr %v67, align 4
  %v70 = getelementptr inbounds i8, ptr %v67, i64 %dm
  %v71 = load <8 x float>, ptr %v70, align 4
  %v72 = fadd <8 x float> %v71, %v54
  store <8 x float> %v72, ptr %v70, align 4
  %v73 = getelementptr inbounds i8, ptr %v70, i64 %dm
  %v74 = load <8 x float>, ptr %v73, align 4
  %v75 = fadd <8 x float> %v74, %v55
  store <8 x float> %v75, ptr %v73, align 4
  %v76 = getelementptr inbounds i8, ptr %v73, i64 %dm
  %v77 = load <8 x float>, ptr %v76, align 4
  %v78 = fadd <8 x float> %v77, %v56
  store <8 x float> %v78, ptr %v76, align 4
  %v79 = getelementptr inbounds i8, ptr %v76, i64 %dm
  ret void
b60:
  store <8 x float> %v51, ptr %d, align 4
  %v80 = getelementptr inbounds i8, ptr %d, i64 %dm
  store <8 x float> %v52, ptr %v80, align 4
  %v81 = getelementptr inbounds i8, ptr %v80, i64 %dm
  store <8 x float> %v53, ptr %v81, align 4
  %v82 = getelementptr inbounds i8, ptr %v81, i64 %dm
  store <8 x float> %v54, ptr %v82, align 4
  %v83 = getelementptr inbounds i8, ptr %v82, i64 %dm
  store <8 x float> %v55, ptr %v83, align 4
  %v84 = getelementptr inbounds i8, ptr %v83, i64 %dm
  store <8 x float> %v56, ptr %v84, align 4
  %v85 = getelementptr inbounds i8, ptr %v84, i64 %dm
  ret void
}
define internal void @mm_float32_tile_6_2(i64 %k, ptr %a, i64 %am, i64 %ak, ptr %b, i64 %bk, ptr %d, i64 %dm, i64 %add, i64 %ahead) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  %v1 = mul nsw i64 %am, 3
  %v2 = mul nsw i64 %am, 5
  call void @llvm.prefetch.p0(ptr %d, i32 0, i32 3, i32 1)
  %v3 = getelementptr inbounds i8, ptr %d, i64 32
  call void @llvm.prefetch.p0(ptr %v3, i32 0, i32 3, i32 1)
  %v4 = getelementptr inbounds i8, ptr %d, i64 %dm
  call void @llvm.prefetch.p0(ptr %v4, i32 0, i32 3, i32 1)
  %v5 = getelementptr inbounds i8, ptr %v4, i64 32
  call void @llvm.prefetch.p0(ptr %v5, i32 0, i32 3, i32 1)
  %v6 = getelementptr inbounds i8, ptr %v4, i64 %dm
  call void @llvm.prefetch.p0(ptr %v6, i32 0, i32 3, i32 1)
  %v7 = getelementptr inbounds i8, ptr %v6, i64 32
  call void @llvm.prefetch.p0(ptr %v7, i32 0, i32 3, i32 1)
  %v8 = getelementptr inbounds i8, ptr %v6, i64 %dm
  call void @llvm.prefetch.p0(ptr %v8, i32 0, i32 3, i32 1)
  %v9 = getelementptr inbounds i8, ptr %v8, i64 32
  call void @llvm.prefetch.p0(ptr %v9, i32 0, i32 3, i32 1)
  %v10 = getelementptr inbounds i8, ptr %v8, i64 %dm
  call void @llvm.prefetch.p0(ptr %v10, i32 0, i32 3, i32 1)
  %v11 = getelementptr inbounds i8, ptr %v10, i64 32
  call void @llvm.prefetch.p0(ptr %v11, i32 0, i32 3, i32 1)
  %v12 = getelementptr inbounds i8, ptr %v10, i64 %dm
  call void @llvm.prefetch.p0(ptr %v12, i32 0, i32 3, i32 1)
  %v13 = getelementptr inbounds i8, ptr %v12, i64 32
  call void @llvm.prefetch.p0(ptr %v13, i32 0, i32 3, i32 1)
  %v14 = getelementptr inbounds i8, ptr %v12, i64 %dm
  %v17 = icmp sgt i64 %k, 0
  br i1 %v17, label %b15, label %b16
b15:
  %i18 = phi i64 [ %k, %start ], [ %v64, %b15 ]
  %c18_0 = phi <8 x float> [ zeroinitializer, %start ], [ %v35, %b15 ]
  %c18_1 = phi <8 x float> [ zeroinitializer, %start ], [ %v36, %b15 ]
  %c18_2 = phi <8 x float> [ zeroinitializer, %start ], [ %v40, %b15 ]
  %c18_3 = phi <8 x float> [ zeroinitializer, %start ], [ %v41, %b15 ]
  %c18_4 = phi <8 x float> [ zeroinitializer, %start ], [ %v45, %b15 ]
  %c18_5 = phi <8 x float> [ zeroinitializer, %start ], [ %v46, %b15 ]
  %c18_6 = phi <8 x float> [ zeroinitializer, %start ], [ %v50, %b15 ]
  %c18_7 = phi <8 x float> [ zeroinitializer, %start ], [ %v51, %b15 ]
  %c18_8 = phi <8 x float> [ zeroinitializer, %start ], [ %v55, %b15 ]
  %c18_9 = phi <8 x float> [ zeroinitializer, %start ], [ %v56, %b15 ]
  %c18_10 = phi <8 x float> [ zeroinitializer, %start ], [ %v60, %b15 ]
  %c18_11 = phi <8 x float> [ zeroinitializer, %start ], [ %v61, %b15 ]
  %c18_12 = phi ptr [ %a, %start ], [ %v62, %b15 ]
  %c18_13 = phi ptr [ %b, %start ], [ %v63, %b15 ]
  %v19 = call ptr asm "", "=r,0"(ptr %c18_12)
  %v20 = getelementptr inbounds i8, ptr %v19, i64 %am
  %v21 = shl i64 %am, 1
  %v22 = getelementptr inbounds i8, ptr %v19, i64 %v21
  %v23 = getelementptr inbounds i8, ptr %v19, i64 %v1
  %v24 = shl i64 %am, 2
  %v25 = getelementptr inbounds i8, ptr %v19, i64 %v24
  %v26 = getelementptr inbounds i8, ptr %v19, i64 %v2
  %v27 = getelementptr inbounds i8, ptr %c18_13, i64 %ahead
  %v28 = load <8 x float>, ptr %c18_13, align 4
  %v29 = getelementptr inbounds i8, ptr %c18_13, i64 32
  %v30 = load <8 x float>, ptr %v29, align 4
  call void @llvm.prefetch.p0(ptr %v27, i32 0, i32 3, i32 1)
  %v31 = getelementptr inbounds i8, ptr %v27, i64 32
  call void @llvm.prefetch.p0(ptr %v31, i32 0, i32 3, i32 1)
  %v32 = load float, ptr %v19, align 4
  %v33 = insertelement <8 x float> poison, float %v32, i64 0
  %v34 = shufflevector <8 x float> %v33, <8 x float> poison, <8 x i32> zeroinitializer
  %v35 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v34, <8 x float> %v28, <8 x float> %c18_0)
  %v36 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v34, <8 x float> %v30, <8 x float> %c18_1)
  %v37 = load float, ptr %v20, align 4
  %v38 = insertelement <8 x float> poison, float %v37, i64 0
  %v39 = shufflevector <8 x float> %v38, <8 x float> poison, <8 x i32> zeroinitializer
  %v40 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v39, <8 x float> %v28, <8 x float> %c18_2)
  %v41 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v39, <8 x float> %v30, <8 x float> %c18_3)
  %v42 = load float, ptr %v22, align 4
  %v43 = insertelement <8 x float> poison, float %v42, i64 0
  %v44 = shufflevector <8 x float> %v43, <8 x float> poison, <8 x i32> zeroinitializer
  %v45 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v44, <8 x float> %v28, <8 x float> %c18_4)
  %v46 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v44, <8 x float> %v30, <8 x float> %c18_5)
  %v47 = load float, ptr %v23, align 4
  %v48 = insertelement <8 x float> poison, float %v47, i64 0
  %v49 = shufflevector <8 x float> %v48, <8 x float> poison, <8 x i32> zeroinitializer
  %v50 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v49, <8 x float> %v28, <8 x float> %c18_6)
  %v51 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v49, <8 x float> %v30, <8 x float> %c18_7)
  %v52 = load float, ptr %v25, align 4
  %v53 = insertelement <8 x float> poison, float %v52, i64 0
  %v54 = shufflevector <8 x float> %v53, <8 x float> poison, <8 x i32> zeroinitializer
  %v55 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v54, <8 x float> %v28, <8 x float> %c18_8)
  %v56 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v54, <8 x float> %v30, <8 x float> %c18_9)
  %v57 = load float, ptr %v26, align 4
  %v58 = insertelement <8 x float> poison, float %v57, i64 0
  %v59 = shufflevector <8 x float> %v58, <8 x float> poison, <8 x i32> zeroinitializer
  %v60 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v59, <8 x float> %v28, <8 x float> %c18_10)
  %v61 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v59, <8 x float> %v30, <8 x float> %c18_11)
  %v62 = getelementptr inbounds i8, ptr %v19, i64 %ak
  %v63 = getelementptr inbounds i8, ptr %c18_13, i64 %bk
  %v64 = add nsw i64 %i18, -1
  %v65 = icmp ne i64 %v64, 0
  br i1 %v65, label %b15, label %b16
b16:
  %v66 = phi <8 x float> [ zeroinitializer, %start ], [ %v35, %b15 ]
  %v67 = phi <8 x float> [ zeroinitializer, %start ], [ %v36, %b15 ]
  %v68 = phi <8 x float> [ zeroinitializer, %start ], [ %v40, %b15 ]
  %v69 = phi <8 x float> [ zeroinitializer, %start ], [ %v41, %b15 ]
  %v70 = phi <8 x float> [ zeroinitializer, %start ], [ %v45, %b15 ]
  %v71 = phi <8 x float> [ zeroinitializer, %start ], [ %v46, %b15 ]
  %v72 = phi <8 x float> [ zeroinitializer, %start ], [ %v50, %b15 ]
  %v73 = phi <8 x float> [ zeroinitializer, %start ], [ %v51, %b15 ]
  %v74 = phi <8 x float> [ zeroinitializer, %start ], [ %v55, %b15 ]
  %v75 = phi <8 x float> [ zeroinitializer, %start ], [ %v56, %b15 ]
  %v76 = phi <8 x float> [ zeroinitializer, %start ], [ %v60, %b15 ]
  %v77 = phi <8 x float> [ zeroinitializer, %start ], [ %v61, %b15 ]
  %v78 = phi ptr [ %a, %start ], [ %v62, %b15 ]
  %v79 = phi ptr [ %b, %start ], [ %v63, %b15 ]
  %v82 = icmp ne i64 %add, 0
  br i1 %v82, label %b80, label %b81
b80:
  %v83 = load <8 x float>, ptr %d, align 4
  %v84 = fadd <8 x float> %v83, %v66
  store <8 x float> %v84, ptr %d, align 4
  %v85 = getelementptr inbounds i8, ptr %d, i64 32
  %v86 = load <8 x float>, ptr %v85, align 4
  %v87 = fadd <8 x float> %v86, %v67
  store <8 x float> %v87, ptr %v85, align 4
  %v88 = getelementptr inbounds i8, ptr %d, i64 %dm
  %v89 = load <8 x float>, ptr %v88, align 4
  %v90 = fadd <8 x float> %v89, %v68
  store <8 x float> %v90, ptr %v88, align 4
  %v91 = getelementptr inbounds i8, ptr %v88, i64 32
  %v92 = load <8 x float>, ptr %v91, align 4
  %v93 = fadd <8 x float> %v92, %v69
  store <8 x float> %v93, ptr %v91, align 4
  %v94 = getelementptr inbounds i8, ptr %v88, i64 %dm
  %v95 = load <8 x float>, ptr %v94, align 4
  %v96 = fadd <8 x float> %v95, %v70
  store <8 x float> %v96, ptr %v94, align 4
  %v97 = getelementptr inbounds i8, ptr %v94, i64 32
  %v98 = load <8 x float>, ptr %v97, align 4
  %v99 = fadd <8 x float> %v98, %v71
  store <8 x float> %v99, ptr %v97, align 4
  %v100 = getelementptr inbounds i8, ptr %v94, i64 %dm
  %v101 = load <8 x float>, ptr %v100, align 4
  %v102 = fadd <8 x float> %v101, %v72
  store <8 x float> %v102, ptr %v100, align 4
  %v103 = getelementptr inbounds i8, ptr %v100, i64 32
  %v104 = load <8 x float>, ptr %v103, align 4
  %v105 = fadd <8 x float> %v104, %v73
  store <8 x float> %v105, ptr %v103, align 4
  %v106 = getelementptr inbounds i8, ptr %v100, i64 %dm
  %v107 = load <8 x float>, ptr %v106, align 4
  %v108 = fadd <8 x float> %v107, %v74
  store <8 x float> %v108, ptr %v106, align 4
  %v109 = getelementptr inbounds i8, ptr %v106, i64 32
  %v110 = load <8 x float>, ptr %v109, align 4
  %v111 = fadd <8 x float> %v110, %v75
  store <8 x float> %v111, ptr %v109, align 4
  %v112 = getelementptr inbounds i8, ptr %v106, i64 %dm
  %v113 = load <8 x float>, ptr %v112, align 4
  %v114 = fadd <8 x float> %v113, %v76
  store <8 x float> %v114, ptr %v112, align 4
  %v115 = getelementptr inbounds i8, ptr %v112, i64 32
  %v116 = load <8 x float>, ptr %v115, align 4
  %v117 = fadd <8 x float> %v116, %v77
  store <8 x float> %v117, ptr %v115, align 4
  %v118 = getelementptr inbounds i8, ptr %v112, i64 %dm
  ret void
b81:
  store <8 x float> %v66, ptr %d, align 4
  %v119 = getelementptr inbounds i8, ptr %d, i64 32
  store <8 x float> %v67, ptr %v119, align 4
  %v120 = getelementptr inbounds i8, ptr %d, i64 %dm
  store <8 x float> %v68, ptr %v120, align 4
  %v121 = getelementptr inbounds i8, ptr %v120, i64 32
  store <8 x float> %v69, ptr %v121, align 4
  %v122 = getelementptr inbounds i8, ptr %v120, i64 %dm
  store <8 x float> %v70, ptr %v122, align 4
  %v123 = getelementptr inbounds i8, ptr %v122, i64 32
  store <8 x float> %v71, ptr %v123, align 4
  %v124 = getelementptr inbounds i8, ptr %v122, i64 %dm
  store <8 x float> %v72, ptr %v124, align 4
  %v125 = getelementptr inbounds i8, ptr %v124, i64 32
  store <8 x float> %v73, ptr %v125, align 4
  %v126 = getelementptr inbounds i8, ptr %v124, i64 %dm
  store <8 x float> %v74, ptr %v126, align 4
  %v127 = getelementptr inbounds i8, ptr %v126, i64 32
  store <8 x float> %v75, ptr %v127, align 4
  %v128 = getelementptr inbounds i8, ptr %v126, i64 %dm
  store <8 x float> %v76, ptr %v128, align 4
  %v129 = getelementptr inbounds i8, ptr %v128, i64 32
  store <8 x float> %v77, ptr %v129, align 4
  %v130 = getelementptr inbounds i8, ptr %v128, i64 %dm
  ret void
}
define internal void @mm_float32_flush(i64 %rows, i64 %n, ptr %t, ptr %d, i64 %dm, i64 %add) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  %v1 = call i64 @llvm.smin.i64(i64 %n, i64 8)
  %v2 = call i64 @llvm.smax.i64(i64 %v1, i64 0)
  %v3 = trunc i64 %v2 to i32
  %v4 = insertelement <8 x i32> poison, i32 %v3, i64 0
  %v5 = shufflevector <8 x i32> %v4, <8 x i32> poison, <8 x i32> zeroinitializer
  %v6 = icmp slt <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>, %v5
  %v7 = call i64 @llvm.smin.i64(i64 %n, i64 16)
  %v8 = call i64 @llvm.smax.i64(i64 %v7, i64 0)
  %v9 = trunc i64 %v8 to i32
  %v10 = insertelement <8 x i32> poison, i32 %v9, i64 0
  %v11 = shufflevector <8 x i32> %v10, <8 x i32> poison, <8 x i32> zeroinitializer
  %v12 = icmp slt <8 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>, %v11
  %v13 = icmp ne i64 %add, 0
  br label %b14
b14:
  %i17 = phi i64 [ 0, %start ], [ %v33, %b15 ]
  %v18 = icmp slt i64 %i17, %rows
  br i1 %v18, label %b15, label %b16
b15:
  %v19 = mul nsw i64 %i17, 64
  %v20 = getelementptr inbounds i8, ptr %t, i64 %v19
  %v21 = mul nsw i64 %i17, %dm
  %v22 = getelementptr inbounds i8, ptr %d, i64 %v21
  %v23 = load <8 x float>, ptr %v20, align 4
  %v24 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v22, i32 4, <8 x i1> %v6, <8 x float> zeroinitializer)
  %v25 = fadd <8 x float> %v24, %v23
  %v26 = select i1 %v13, <8 x float> %v25, <8 x float> %v23
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v26, ptr %v22, i32 4, <8 x i1> %v6)
  %v27 = getelementptr inbounds i8, ptr %v22, i64 32
  %v28 = getelementptr inbounds i8, ptr %v20, i64 32
  %v29 = load <8 x float>, ptr %v28, align 4
  %v30 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v27, i32 4, <8 x i1> %v12, <8 x float> zeroinitializer)
  %v31 = fadd <8 x float> %v30, %v29
  %v32 = select i1 %v13, <8 x float> %v31, <8 x float> %v29
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v32, ptr %v27, i32 4, <8 x i1> %v12)
  %v33 = add nsw i64 %i17, 1
  br label %b14
b16:
  ret void
}
define internal void @mm_float32_tile_2_2(i64 %k, ptr %a, i64 %am, i64 %ak, ptr %b, i64 %bk, ptr %d, i64 %dm, i64 %add, i64 %ahead) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  call void @llvm.prefetch.p0(ptr %d, i32 0, i32 3, i32 1)
  %v1 = getelementptr inbounds i8, ptr %d, i64 32
  call void @llvm.prefetch.p0(ptr %v1, i32 0, i32 3, i32 1)
  %v2 = getelementptr inbounds i8, ptr %d, i64 %dm
  call void @llvm.prefetch.p0(ptr %v2, i32 0, i32 3, i32 1)
  %v3 = getelementptr inbounds i8, ptr %v2, i64 32
  call void @llvm.prefetch.p0(ptr %v3, i32 0, i32 3, i32 1)
  %v4 = getelementptr inbounds i8, ptr %v2, i64 %dm
  %v7 = icmp sgt i64 %k, 0
  br i1 %v7, label %b5, label %b6
b5:
  %i8 = phi i64 [ %k, %start ], [ %v28, %b5 ]
  %c8_0 = phi <8 x float> [ zeroinitializer, %start ], [ %v19, %b5 ]
  %c8_1 = phi <8 x float> [ zeroinitializer, %start ], [ %v20, %b5 ]
  %c8_2 = phi <8 x float> [ zeroinitializer, %start ], [ %v24, %b5 ]
  %c8_3 = phi <8 x float> [ zeroinitializer, %start ], [ %v25, %b5 ]
  %c8_4 = phi ptr [ %a, %start ], [ %v26, %b5 ]
  %c8_5 = phi ptr [ %b, %start ], [ %v27, %b5 ]
  %v9 = call ptr asm "", "=r,0"(ptr %c8_4)
  %v10 = getelementptr inbounds i8, ptr %v9, i64 %am
  %v11 = getelementptr inbounds i8, ptr %c8_5, i64 %ahead
  %v12 = load <8 x float>, ptr %c8_5, align 4
  %v13 = getelementptr inbounds i8, ptr %c8_5, i64 32
  %v14 = load <8 x float>, ptr %v13, align 4
  call void @llvm.prefetch.p0(ptr %v11, i32 0, i32 3, i32 1)
  %v15 = getelementptr inbounds i8, ptr %v11, i64 32
  call void @llvm.prefetch.p0(ptr %v15, i32 0, i32 3, i32 1)
  %v16 = load float, ptr %v9, align 4
  %v17 = insertelement <8 x float> poison, float %v16, i64 0
  %v18 = shufflevector <8 x float> %v17, <8 x float> poison, <8 x i32> zeroinitializer
  %v19 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v18, <8 x float> %v12, <8 x float> %c8_0)
  %v20 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v18, <8 x float> %v14, <8 x float> %c8_1)
  %v21 = load float, ptr %v10, align 4
  %v22 = insertelement <8 x float> poison, float %v21, i64 0
  %v23 = shufflevector <8 x float> %v22, <8 x float> poison, <8 x i32> zeroinitializer
  %v24 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v23, <8 x float> %v12, <8 x float> %c8_2)
  %v25 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v23, <8 x float> %v14, <8 x float> %c8_3)
  %v26 = getelementptr inbounds i8, ptr %v9, i64 %ak
  %v27 = getelementptr inbounds i8, ptr %c8_5, i64 %bk
  %v28 = add nsw i64 %i8, -1
  %v29 = icmp ne i64 %v28, 0
  br i1 %v29, label %b5, label %b6
b6:
  %v30 = phi <8 x float> [ zeroinitializer, %start ], [ %v19, %b5 ]
  %v31 = phi <8 x float> [ zeroinitializer, %start ], [ %v20, %b5 ]
  %v32 = phi <8 x float> [ zeroinitializer, %start ], [ %v24, %b5 ]
  %v33 = phi <8 x float> [ zeroinitializer, %start ], [ %v25, %b5 ]
  %v34 = phi ptr [ %a, %start ], [ %v26, %b5 ]
  %v35 = phi ptr [ %b, %start ], [ %v27, %b5 ]
  %v38 = icmp ne i64 %add, 0
  br i1 %v38, label %b36, label %b37
b36:
  %v39 = load <8 x float>, ptr %d, align 4
  %v40 = fadd <8 x float> %v39, %v30
  store <8 x float> %v40, ptr %d, align 4
  %v41 = getelementptr inbounds i8, ptr %d, i64 32
  %v42 = load <8 x float>, ptr %v41, align 4
  %v43 = fadd <8 x float> %v42, %v31
  store <8 x float> %v43, ptr %v41, align 4
  %v44 = getelementptr inbounds i8, ptr %d, i64 %dm
  %v45 = load <8 x float>, ptr %v44, align 4
  %v46 = fadd <8 x float> %v45, %v32
  store <8 x float> %v46, ptr %v44, align 4
  %v47 = getelementptr inbounds i8, ptr %v44, i64 32
  %v48 = load <8 x float>, ptr %v47, align 4
  %v49 = fadd <8 x float> %v48, %v33
  store <8 x float> %v49, ptr %v47, align 4
  %v50 = getelementptr inbounds i8, ptr %v44, i64 %dm
  ret void
b37:
  store <8 x float> %v30, ptr %d, align 4
  %v51 = getelementptr inbounds i8, ptr %d, i64 32
  store <8 x float> %v31, ptr %v51, align 4
  %v52 = getelementptr inbounds i8, ptr %d, i64 %dm
  store <8 x float> %v32, ptr %v52, align 4
  %v53 = getelementptr inbounds i8, ptr %v52, i64 32
  store <8 x float> %v33, ptr %v53, align 4
  %v54 = getelementptr inbounds i8, ptr %v52, i64 %dm
  ret void
}
define internal i64 @run_tasks(ptr %ctx, ptr %task, ptr %frame, i64 %n, i64 %what) nounwind "no-builtins" {
entry:
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %ctx, i64 10
  %v2 = load ptr, ptr %v1, align 8
  %v3 = icmp ne ptr %v2, null
  br i1 %v3, label %b4, label %b5
b4:
  %v6 = call i64 %v2(ptr %ctx, ptr %task, ptr %frame, i64 %n, i64 %what)
  ret i64 %v6
b7:
  br label %b5
b5:
  %v8 = icmp slt i64 %n, 2
  br i1 %v8, label %b9, label %b10
b9:
  %v11 = icmp eq i64 %n, 1
  br i1 %v11, label %b12, label %b13
b12:
  call void %task(ptr %frame, i64 0, i64 0)
  br label %b13
b13:
  ret i64 0
b14:
  br label %b10
b10:
  %v15 = load ptr, ptr %ctx, align 8
  %v16 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v17 = load i64, ptr %v16, align 8
  %v18 = call i64 %v15(ptr %task, ptr %frame, i64 %n, i64 %v17)
  %v19 = icmp ne i64 %v18, 0
  %v20 = select i1 %v19, i64 3, i64 0
  ret i64 %v20
}
